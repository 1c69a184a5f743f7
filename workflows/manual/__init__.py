"""The staff's manual: a chapter for each role, and which page of the staff is told in which section."""
