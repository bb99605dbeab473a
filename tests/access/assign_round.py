"""`make access`: every form that the demonstration's readers find, with every field of every model beside its own."""

import logging
import os

from portal.demonstration import story
from regions import clock
from tests.access.assigning import Assigner, offered, smuggled, took
from tests.hostile import targets, twins
from tests.hostile.forms import forms_of
from tests.looks import world
from tests.looks.crawl import name_of


def test_no_form_takes_what_it_does_not_offer(db, capsys):
    logging.disable(logging.CRITICAL)
    cast = story.build("kata-sandi")
    twins.WORDS |= {"login": cast.actor("64.bpsdm.proposer").user.username}
    twins.WORDS |= dict.fromkeys(("password", "oldpassword"), "kata-sandi")
    clients = world.clients(cast) | world.newcomers()
    pages = list(world.pages(clients, each=1, most=int(os.environ.get("ACCESS_PAGES", "60"))))
    forms = [(page.reader, form) for page, _name, form in targets.forms(pages) if form.method == "post"]
    everything = [form for page in pages for form in forms_of(page.html, page.url) if name_of(form.url)]
    own_pages = {form.url: clients[reader].get(form.url) for reader, form in forms}
    for url, answer in own_pages.items():  # what is asked in a list in short may be asked in full on its own page
        everything += [each for each in forms_of(answer.content.decode("utf-8", "replace"), url) if each.url == url]
    fields, assigner, extra, idle, found = offered(everything), Assigner(), smuggled(), [], []
    with clock.at(clock.now()):
        for reader, form in forms:
            took_it, more = took(assigner, clients[reader], form, extra, fields[name_of(form.url)])
            idle += [] if took_it else [f"{reader} {form.url}"]
            found += [f"{reader} {form.url}: {what}" for what in more]
    logging.disable(logging.NOTSET)
    with capsys.disabled():
        print(f"\n{len(forms)} forms, {len(idle)} of which write no row as a careful person sends them; ", end="")
        print(f"{len(extra)} names of fields smuggled into each; {len(found)} differences")
        print("\n".join([*found, *(f"writes none: {each}" for each in idle)]))
    assert not found and len(idle) < len(forms) / 4
