"""simple-salesforce at work with an org. Prints a line of JSON for each step: its name, and what failed."""

import json
import sys
from datetime import datetime, timedelta, timezone

from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceError

url, token = sys.argv[1:3]
sf = Salesforce(instance_url=url, session_id=token, version="62.0")
ids = [row["Id"] for row in sf.query("SELECT Id FROM Account ORDER BY Id LIMIT 5")["records"]]
now = datetime.now(timezone.utc)


def refused(act, status):
    try:
        act()
    except SalesforceError as error:
        assert error.status == status, f"{error.status} instead of {status}"
    else:
        raise AssertionError("no refusal")


STEPS = {
    "query": lambda: sf.query("SELECT Id, Name FROM Account LIMIT 3")["records"][2],
    "query_all": lambda: sf.query_all("SELECT Id FROM Contact")["records"][0],
    "query_all_iter": lambda: next(iter(sf.query_all_iter("SELECT Id FROM Contact"))),
    "query with deleted rows": lambda: sf.query_all("SELECT Id FROM Account", include_deleted=True),
    "search": lambda: sf.search("FIND {Inc} RETURNING Account(Id, Name)")["searchRecords"][0],
    "quick_search": lambda: sf.quick_search("Inc"),
    "describe global": lambda: sf.describe()["sobjects"][0],
    "describe": lambda: sf.Account.describe()["fields"][0],
    "describe layouts": lambda: sf.Account.describe_layout("012000000000000AAA"),
    "metadata": lambda: sf.Account.metadata()["objectDescribe"],
    "get": lambda: sf.Account.get(ids[0])["Id"],
    "get by external Id": lambda: sf.Account.get_by_custom_id("Id", ids[0])["Id"],
    "updated": lambda: sf.Account.updated(now - timedelta(days=2), now)["ids"],
    "deleted": lambda: sf.Account.deleted(now - timedelta(days=2), now)["deletedRecords"],
    "limits": lambda: sf.limits()["DailyApiRequests"],
    "is_sandbox": lambda: sf.is_sandbox(),
    "the org's row": lambda: sf.query("SELECT Id, Name, IsSandbox FROM Organization")["records"][0],
    "restful": lambda: sf.restful("limits/recordCount", {"sObjects": "Account"})["sObjects"][0],
    "tooling": lambda: sf.toolingexecute("query/?q=SELECT+Id+FROM+ApexClass"),
    "oauth2": lambda: sf.oauth2("userinfo", method="GET"),
    "batch describes": lambda: sf.restful(
        "composite/batch",
        method="POST",
        data=json.dumps({"batchRequests": [{"method": "GET", "url": "v62.0/sobjects/Account/describe"}]}),
    )["results"][0],
    "bulk2": lambda: list(sf.bulk2.Account.query("SELECT Id, Name FROM Account"))[0],
    "bulk 1 is refused": lambda: refused(lambda: sf.bulk.Account.query("SELECT Id FROM Account"), 400),
    "a wrong query": lambda: refused(lambda: sf.query("SELECT Nothing FROM Account"), 400),
    "a record that is not there": lambda: refused(lambda: sf.Account.get("0015g00000zzzzzAAA"), 404),
    "writing is refused": lambda: refused(lambda: sf.Account.create({"Name": "New"}), 400),
}

for name, act in STEPS.items():
    try:
        act()
        print(json.dumps({"name": name}))
    except Exception as error:  # noqa: BLE001 - whatever it is, the step failed
        print(json.dumps({"name": name, "failure": f"{type(error).__name__}: {error}"}))
