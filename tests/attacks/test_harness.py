"""What the attacks rely on: strangers come from their own networks, and the site is the real one."""

from functools import partial

from cases.models import StaffSession
from tests.attacks.site import Site
from tests.attacks.strangers import Reader, Stranger, addresses, at_once, p95, statuses
from tests.factories import STAFF_PASSWORD


def test_addresses_are_of_as_many_networks():
    found = list(addresses(networks=300, each=2))
    assert len(set(found)) == 600
    assert len({address.rpartition(".")[0] for address in found}) == 300


def test_the_site_sees_the_address_of_each_stranger(site: Site):
    people = {"head.eng": "127.3.1.1", "officer.phe": "127.4.2.9"}
    with Reader(site.url, ["/", "/track/"]) as reader:
        answers = at_once(
            partial(Stranger(site.url, address).post, "/staff/login/", username=name, password=STAFF_PASSWORD)
            for name, address in people.items()
        )
        strangers = [Stranger(site.url, address) for address in addresses(networks=4)]
        pages = at_once(partial(one.get, "/") for one in strangers)
    assert (statuses(answers), statuses(pages)) == ({302: 2}, {200: 4})
    networks = dict(StaffSession.objects.values_list("user__username", "network"))
    assert networks == {"head.eng": "127.3.1.0/24", "officer.phe": "127.4.2.0/24"}
    assert (reader.refused, site.memory() > 0) == (0, True)


def test_the_95th_of_a_hundred():
    assert (p95(range(1, 101)), p95([]), p95([3.0])) == (95, 0, 3.0)
