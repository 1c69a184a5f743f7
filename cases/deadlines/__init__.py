"""Working time and due dates, computed; `cases.actions` changes them."""
