"""What other programs say of what the product gives away: pm4py of its event logs, the OMG's schema and
bpmn-moddle of its plans. `make oracles` installs them under var/; the product needs none of them."""
