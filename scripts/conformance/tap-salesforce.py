"""tap-salesforce, the Singer tap, at work with an org: discovery, syncs, and where it has to stop."""

import contextlib
import io
import json
import logging
import re
from collections import Counter

import tap_salesforce
from python_steps import Loopback, client_id, client_secret, refresh_token, take_steps, url
from requests import HTTPError, Session
from tap_salesforce.salesforce import Salesforce
from tap_salesforce.salesforce.exceptions import TapSalesforceQuotaExceededException

logging.disable(logging.WARNING)


class Messages(io.TextIOBase):
    """What a tap writes for a target: the records of each stream counted, the schemas, and the last state."""

    def __init__(self):
        self.records, self.schemas, self.state = Counter(), {}, None

    def write(self, text):
        for line in text.splitlines():
            message = json.loads(line)
            if message["type"] == "RECORD":
                self.records[message["stream"]] += 1
            elif message["type"] == "SCHEMA":
                self.schemas[message["stream"]] = message
            elif message["type"] == "STATE":
                self.state = message["value"]
        return len(text)


def open_tap(api_type="REST", **settings):
    tap = Salesforce(
        **{
            "refresh_token": refresh_token,
            "sf_client_id": client_id,
            "sf_client_secret": client_secret,
            "select_fields_by_default": "true",
            "default_start_date": "2000-01-01T00:00:00Z",
            "api_type": api_type,
            **settings,
        }
    )
    tap.session.mount("https://", Loopback())
    try:
        tap.login()
    finally:
        tap.login_timer.cancel()
    return tap


def discover(api_type):
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        tap_salesforce.do_discover(open_tap(api_type))
    return json.loads(written.getvalue())


def select(catalog, names=None):
    """All streams, or those of the names, by the stamp that each has."""
    for stream in catalog["streams"]:
        (whole,) = [each["metadata"] for each in stream["metadata"] if not each["breadcrumb"]]
        whole["selected"] = names is None or stream["stream"] in names
        for key in whole.get("valid-replication-keys", []):
            whole.update({"replication-method": "INCREMENTAL", "replication-key": key})
    return catalog


def sync(catalog, state, api_type="REST"):
    messages = Messages()
    with contextlib.redirect_stdout(messages):
        tap_salesforce.do_sync(open_tap(api_type), catalog, tap_salesforce.build_state(state, catalog))
    return messages


def count(tap, name):
    headers = {"Authorization": f"Bearer {tap.access_token}"}
    query = {"q": f"SELECT COUNT() FROM {name}"}
    answer = tap.session.get(f"{url}/services/data/v62.0/queryAll", params=query, headers=headers).json()
    return answer["totalSize"]


seen = {}


def step_discover():
    seen["catalog"] = select(discover("REST"))
    names = {stream["stream"] for stream in seen["catalog"]["streams"]}
    assert {"Account", "Contact", "Case", "Task", "User", "Project__c"} <= names, sorted(names)


def step_sync():
    first = seen["first"] = sync(seen["catalog"], {})
    assert len(first.records) > 30, f"records of {len(first.records)} streams"
    assert set(first.schemas) == {stream["stream"] for stream in seen["catalog"]["streams"]}, "a schema of each"
    tap = open_tap()
    differ = {name: (n, count(tap, name)) for name, n in first.records.items() if n != count(tap, name)}
    assert not differ, f"synced, and there: {differ}"


def step_sync_again():
    assert "current_stream" in seen["first"].state, "a state"
    account = Session().post(f"{url}/sandbox/records/Account", json={"Name": "Later"})
    assert account.ok, account.text
    catalog = select(seen["catalog"], {"Account", "Contact", "Case"})
    again = sync(catalog, seen["first"].state)
    # The bookmark is what the last record has: it comes again, with all that share its stamp.
    assert 2 <= again.records["Account"] < seen["first"].records["Account"], again.records
    assert 1 <= again.records["Contact"] < seen["first"].records["Contact"], again.records


def step_timeout():
    """The tap asks for half of the time then, and for the rest."""
    fault = {"name": "query-timeout", "object": "Contact", "count": 1}
    assert Session().post(f"{url}/sandbox/faults", json=fault).ok, "a fault"
    synced = sync(select(seen["catalog"], {"Contact"}), {}).records["Contact"]
    assert synced == count(open_tap(), "Contact"), synced


def step_bulk_is_refused():
    catalog = select(discover("BULK"), {"Account"})
    try:
        sync(catalog, {}, "BULK")
    except Exception as error:
        assert isinstance(error.__cause__ or error.__context__, HTTPError) or "FeatureNotEnabled" in str(error), error
    else:
        raise AssertionError("no refusal")


def step_quota():
    tap = open_tap(quota_percent_total="0.0001")
    try:
        tap.describe()
    except TapSalesforceQuotaExceededException as error:
        assert re.search(r"\d+/\d+", str(error)), error
    else:
        raise AssertionError("no end")


def step_wrong_token():
    try:
        open_tap(refresh_token="wrong")
    except Exception as error:
        assert "expired access/refresh token" in str(error), error
    else:
        raise AssertionError("no refusal")


STEPS = {
    "login": open_tap,
    "login with a wrong refresh token": step_wrong_token,
    "discovery": step_discover,
    "sync of every stream": step_sync,
    "sync from a state": step_sync_again,
    "a query that runs too long": step_timeout,
    "the Bulk API 1 is refused": step_bulk_is_refused,
    "the end of the quota": step_quota,
}

take_steps(STEPS)
