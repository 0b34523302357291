"""From files in any common form to article rows."""
