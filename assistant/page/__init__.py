"""What the page shows, without any widget: the desk's state, and HTML of its parts with every text escaped."""
