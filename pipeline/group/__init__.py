"""Group: copies and stories, online, by language."""
