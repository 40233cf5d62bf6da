import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory

from accounts.models import User
from entities.models import Entity
from shared import receipts
from shared.clock import database_now
from shared.files.uploads import TooLargeUpload
from shared.idempotency import KeyMissing, KeyReused, once
from shared.models import Receipt
from shared.refusals import Answered, Refused
from tests.factories import files


def request(user, **fields):
    made = RequestFactory().post("/submit/", {"idempotency_key": "7:1", **fields})
    made.user, made.session = user, {}
    return made


def submit(asked) -> Receipt:
    """A door as every door is: one look, one deed that keeps its receipt in its own transaction."""
    with once(asked, door="tests:submit") as key:
        if key.receipt:
            return key.receipt
        with transaction.atomic():
            entity = Entity.objects.create(code=f"T{Entity.objects.count()}", name_ar="جهة", name_en="Entity")
            return key.keep(receipts.issue("test", {}, subject=entity, at=database_now()))


@pytest.fixture
def user(db):
    return User.objects.create_user("salma@example.org", "a good long password")


def test_the_same_key_gets_the_same_receipt(user):
    first = submit(request(user, declaration="on"))
    assert submit(request(user, declaration="on")) == first
    assert Receipt.objects.count() == 1


def test_the_same_key_with_another_content_is_refused(user):
    submit(request(user, declaration="on"))
    with pytest.raises(KeyReused):
        submit(request(user, declaration="off"))


def test_a_file_is_part_of_what_was_meant(user):
    first = submit(request(user, paper=files.upload(b"a degree", "paper.pdf")))
    assert submit(request(user, paper=files.upload(b"a degree", "paper.pdf"))) == first
    for other in (files.upload(b"a DEGREE", "paper.pdf"), files.upload(b"a degree", "other.pdf")):
        with pytest.raises(KeyReused):
            submit(request(user, paper=other))
    with pytest.raises(KeyReused):
        submit(request(user))
    assert Receipt.objects.count() == 1


def test_files_are_read_from_their_beginning_by_the_deed(user):
    asked = request(user, paper=files.upload(b"a degree", "paper.pdf"))
    submit(asked)
    assert asked.FILES["paper"].read() == b"a degree"


def test_a_file_that_was_dropped_as_it_came_is_left_to_whoever_refuses_it(user):
    asked = request(user)
    asked.FILES["paper"] = TooLargeUpload(name="paper.pdf", content_type="", size=90_000_000)
    assert submit(asked).number


def test_another_person_with_the_same_key_is_another_request(user):
    first = submit(request(user))
    assert submit(request(User.objects.create_user("rahul@example.org"))) != first


def test_a_request_without_a_key_is_refused_before_anything_happens(user):
    asked = RequestFactory().post("/submit/")
    asked.user = user
    with pytest.raises(KeyMissing):
        submit(asked)


def test_a_deed_that_was_refused_leaves_no_key_so_that_it_can_be_tried_again(user):
    with pytest.raises(Refused), once(request(user), door="tests:submit") as key:
        assert key.receipt is None
        raise Refused("not now")
    assert submit(request(user)).number


@pytest.mark.promise("REL-1.10")
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_with_one_key_leave_one_receipt_and_all_hold_it():
    user = User.objects.create_user("salma@example.org")
    together, answers = threading.Barrier(20, timeout=30), []

    def client():
        connection.ensure_connection()
        together.wait()
        try:
            answers.append(submit(request(user)).pk)
        except Answered as answered:
            answers.append(answered.receipt.pk)
        finally:
            connection.close()

    clients = [threading.Thread(target=client) for _ in range(20)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()

    assert len(answers) == 20
    assert set(answers) == {Receipt.objects.get().pk}
    assert Entity.objects.count() == 1


def test_a_visitor_is_known_by_his_session(db, client):
    asked = request(AnonymousUser())
    asked.session = client.session
    assert submit(asked).number
