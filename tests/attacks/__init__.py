"""Attacks on the real server: gunicorn with production's settings, and strangers of many networks.

What one person could do to everybody is tried here, bounded in count and time, against 127.0.0.0/8 alone. An
attack is a test like any other: it has a short form, run by `make test` in some seconds, and a long form, run
by `make attacks`, which prints its figures for docs/security.md.

    def test_a_thousand_wrong_passwords_lock_nobody_out(site, size, figure):
        strangers = [Stranger(site.url, address) for address in addresses(networks=size(5, 40))]
        with Reader(site.url, ["/"]) as reader:
            answers = at_once([partial(one.post, "/track/", user_id="2569-00001") for one in strangers])
        assert statuses(answers) == {200: len(strangers)}
        assert (reader.p95 < 1, reader.refused) == (True, 0)
        figure(f"{len(answers)} wrong passwords: other pages' p95 {reader.p95:.2f} s")

`site` is the server on the test's database, with the sample municipality and its people (tests.attacks.site
tells its memory); `size(short, long)` gives the number that fits the form; `figure` keeps a line for the end
of the run. A `Stranger` is a Visitor of the journeys with an address of its own, who also posts without
having read the page first (tests.attacks.strangers). Counts are judged strictly; seconds in the long form
alone, or generously: in `make test` the machine does other things too.
"""
