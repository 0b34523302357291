"""The Spark engine: the same functions on many machines; the one room that imports pyspark."""
