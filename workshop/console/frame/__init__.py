"""What pages and sections share: rights at each deed, messages, menus, the way in."""
