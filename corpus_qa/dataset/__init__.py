"""A dataset on disk: Parquet fragments and a manifest."""
