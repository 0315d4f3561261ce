"""simple-salesforce at work with an org: what people ask of it who read records, and what an org refuses."""

import csv
import io
import json
import tempfile
import warnings
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from python_steps import Loopback, client_id, client_secret, is_so, key_file, take_steps, url
from requests import Session
from simple_salesforce import Salesforce, SFType, format_external_id, format_soql
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError

now = datetime.now(timezone.utc)
days_ago = now - timedelta(days=2)
warnings.simplefilter("ignore")


def log_in(**settings):
    session = Session()
    session.mount("https://", Loopback())
    return Salesforce(session=session, version="62.0", **settings)


def log_in_as_app(secret=client_secret):
    return log_in(consumer_key=client_id, consumer_secret=secret, domain="halden.my")


def with_token(token, version="62.0", **settings):
    return Salesforce(instance_url=url, session_id=token, version=version, **settings)


token = log_in_as_app().session_id
sf = with_token(token)
control = Session()
ids = [row["Id"] for row in sf.query("SELECT Id FROM Account ORDER BY Id LIMIT 5")["records"]]
user = sf.query("SELECT Id, Username FROM User WHERE IsActive = true LIMIT 1")["records"][0]
numbered = "SELECT Customer_Number__c FROM Account WHERE Customer_Number__c != null LIMIT 1"
number = sf.query(numbered)["records"][0]["Customer_Number__c"]
host = url.removeprefix("https://")


def refused(act, status, code=None):
    try:
        act()
    except SalesforceError as error:
        assert error.status == status, f"{error.status} instead of {status}"
        assert str(error), "says why"
        if code is not None:
            said = error.content if isinstance(error.content, dict) else error.content[0]
            given = said.get("errorCode") or said.get("exceptionCode")
            assert given == code, f"{given} instead of {code}"
    else:
        raise AssertionError("no refusal")


def login_refused(act, code):
    try:
        act()
    except SalesforceAuthenticationFailed as error:
        assert error.code == code, f"{error.code} instead of {code}"
    else:
        raise AssertionError("no refusal")


def works(client):
    is_so(client.query("SELECT Id FROM Account LIMIT 1")["totalSize"], 1)
    is_so(client.sf_instance, host)


def log_in_by_key(**settings):
    return log_in(**{"username": user["Username"], "consumer_key": client_id, "privatekey_file": key_file, **settings})


def log_in_again():
    client = log_in_as_app()
    first = client.session_id
    for read in (lambda: client.limits(), lambda: client.Account.get(ids[0])):
        client.oauth2("revoke", {"token": client.session_id}, method="POST")
        read()
    assert client.session_id != first, "another session"


def page_by_page(by_url, deleted=False):
    small = {"Sforce-Query-Options": "batchSize=200"}
    first = sf.query("SELECT Id FROM Contact ORDER BY Id", include_deleted=deleted, headers=small)
    next_url = first["nextRecordsUrl"]
    second = sf.query_more(next_url if by_url else next_url.split("/")[-1], by_url, deleted)
    assert second["records"][0]["Id"] > first["records"][-1]["Id"], "the rows that follow"


def decimals():
    exact = with_token(token, parse_float=Decimal)
    row = exact.query("SELECT Amount FROM Opportunity WHERE Amount != null LIMIT 1")["records"][0]
    is_so(type(row["Amount"]), Decimal)


def formatted():
    row = sf.Account.get(ids[0])
    found = sf.query(
        format_soql(
            "SELECT Id FROM Account WHERE Name = {} AND Name LIKE '%{:like}%' AND Id IN {} AND CreatedDate < {}"
            " AND IsDeleted = {} AND Name != {}",
            row["Name"], row["Name"][:5], ids, now + timedelta(days=1), False, "it's \"100%\"\n\\",
        )
    )
    is_so(found["records"][0]["Id"], ids[0])


def two_of_one_number():
    twins = [{"Name": "A twin", "Customer_Number__c": "K-twin"}] * 2
    assert control.post(f"{url}/sandbox/records/Account", json=twins).ok, "two records"
    refused(lambda: sf.Account.get_by_custom_id("Customer_Number__c", "K-twin"), 300)


def deleted():
    lost_id = control.post(f"{url}/sandbox/records/Account", json={"Name": "Lost"}).json()["id"]
    assert control.delete(f"{url}/sandbox/records/{lost_id}").ok, "deleted"
    answer = sf.Account.deleted(days_ago, now + timedelta(minutes=2))
    assert lost_id in [row["id"] for row in answer["deletedRecords"]], "the deleted record"


def bulk_rows(read, **settings):
    pages = list(read("SELECT Id, Name FROM Contact ORDER BY Id", wait=0.1, **settings))
    lines = [row for page in pages for row in csv.DictReader(io.StringIO(page))]
    wanted = sf.query_all("SELECT Id, Name FROM Contact ORDER BY Id", include_deleted=read.__name__ == "query_all")
    is_so([(row["Id"], row["Name"]) for row in lines], [(row["Id"], row["Name"]) for row in wanted["records"]])
    return pages


def bulk_delimited():
    (page,) = sf.bulk2.Account.query("SELECT Id, Name FROM Account", 50_000, "PIPE", "CRLF", 0.1)
    assert page.splitlines()[0] == '"Id"|"Name"' and page.endswith("\r\n"), page[:80]


def bulk_download():
    with tempfile.TemporaryDirectory() as folder:
        files = sf.bulk2.Contact.download("SELECT Id FROM Contact", folder, max_records=300, wait=0.1)
        lines = sum(len(Path(file["file"]).read_text().splitlines()) - 1 for file in files)
    assert len(files) > 1, "several files"
    is_so(lines, sum(file["number_of_records"] for file in files))


STEPS = {
    "login with client credentials": lambda: works(log_in_as_app()),
    "login with a wrong secret": lambda: login_refused(lambda: log_in_as_app("wrong"), "invalid_client"),
    "login with a key": lambda: works(log_in_by_key()),
    "login with a key, at test.salesforce.com": lambda: works(log_in_by_key(domain="test")),
    "login with a key, at the org": lambda: works(log_in_by_key(instance_url="halden.my")),
    "login with a key as nobody": lambda: login_refused(
        lambda: log_in_by_key(username="no@one.example"), "invalid_grant"
    ),
    "login with a password": lambda: login_refused(
        lambda: log_in(username=user["Username"], password="p", consumer_key=client_id, consumer_secret=client_secret),
        "invalid_grant",
    ),
    "login by SOAP": lambda: login_refused(
        lambda: log_in(username=user["Username"], password="p", security_token="t"), "INVALID_OPERATION"
    ),
    "a session that dies is opened again": log_in_again,
    "query": lambda: sf.query("SELECT Id, Name, Owner.Name FROM Account LIMIT 3")["records"][2]["Owner"]["Name"],
    "query_all": lambda: is_so(
        sf.query_all("SELECT Id FROM Contact")["totalSize"], sf.query("SELECT COUNT() FROM Contact")["totalSize"]
    ),
    "query_all_iter": lambda: next(iter(sf.query_all_iter("SELECT Id FROM Contact"))),
    "query with deleted rows": lambda: sf.query_all("SELECT Id FROM Account", include_deleted=True)["records"][0],
    "query_more by locator": lambda: page_by_page(False),
    "query_more by address": lambda: page_by_page(True),
    "query_more with deleted rows": lambda: page_by_page(False, True),
    "numbers as Decimal": decimals,
    "format_soql": formatted,
    "format_external_id": lambda: is_so(
        sf.Account.get(format_external_id("Customer_Number__c", number))["Customer_Number__c"], number
    ),
    "search": lambda: sf.search("FIND {Inc} RETURNING Account(Id, Name)")["searchRecords"][0],
    "quick_search": lambda: sf.quick_search("Inc")["searchRecords"],
    "describe global": lambda: sf.describe()["sobjects"][0],
    "describe": lambda: sf.Account.describe()["fields"][0],
    "describe if it changed": lambda: refused(
        lambda: sf.Account.describe({"If-Modified-Since": now.strftime("%a, %d %b %Y %H:%M:%S GMT")}), 304
    ),
    "describe layouts": lambda: sf.Account.describe_layout("012000000000000AAA"),
    "metadata": lambda: sf.Account.metadata()["objectDescribe"],
    "get": lambda: is_so(sf.Account.get(ids[0])["Id"], ids[0]),
    "get some fields": lambda: is_so(
        set(sf.Account.get(ids[0], params={"fields": "Id,Name"})), {"attributes", "Id", "Name"}
    ),
    "get by external Id": lambda: is_so(
        sf.Account.get_by_custom_id("Customer_Number__c", number)["Customer_Number__c"], number
    ),
    "get by an external Id of two": two_of_one_number,
    "get a file": lambda: sf.ContentVersion.get_base64(
        sf.query("SELECT Id FROM ContentVersion LIMIT 1")["records"][0]["Id"], "VersionData"
    )[0],
    "an object on its own": lambda: SFType("Account", token, host, "62.0").get(ids[0]),
    "updated": lambda: sf.Account.updated(days_ago, now)["ids"],
    "deleted": deleted,
    "limits": lambda: sf.limits()["DailyApiRequests"]["Remaining"],
    "api_usage": lambda: is_so(sf.api_usage["api-usage"].total > sf.api_usage["api-usage"].used > 0),
    "is_sandbox": lambda: is_so(sf.is_sandbox(), False),
    "the org's row": lambda: sf.query("SELECT Id, Name, IsSandbox FROM Organization")["records"][0],
    "restful": lambda: sf.restful("limits/recordCount", {"sObjects": "Account"})["sObjects"][0],
    "recent": lambda: is_so(len(sf.restful("recent", {"limit": 5})), 5),
    "explain": lambda: sf.restful("query/", {"explain": "SELECT Id FROM Account"})["plans"][0],
    "oauth2": lambda: sf.oauth2("userinfo")["user_id"],
    "tooling": lambda: is_so(sf.toolingexecute("query/?q=SELECT+Id+FROM+ApexClass")["size"], 0),
    "tooling describes": lambda: sf.toolingexecute("sobjects/CustomField/describe")["fields"][0],
    "batch describes": lambda: sf.restful(
        "composite/batch",
        method="POST",
        data=json.dumps({"batchRequests": [{"method": "GET", "url": "v62.0/sobjects/Account/describe"}]}),
    )["results"][0]["result"]["fields"][0],
    "bulk2 query": lambda: is_so(len(bulk_rows(sf.bulk2.Contact.query)), 1),
    "bulk2 query, page by page": lambda: is_so(len(bulk_rows(sf.bulk2.Contact.query, max_records=300)) > 1),
    "bulk2 query with deleted rows": lambda: bulk_rows(sf.bulk2.Contact.query_all),
    "bulk2 query with another delimiter": bulk_delimited,
    "bulk2 download": bulk_download,
    "a wrong bulk2 query": lambda: refused(lambda: list(sf.bulk2.Account.query("SELECT Nothing FROM Account")), 400),
    "bulk2 insert": lambda: refused(
        lambda: sf.bulk2.Account.insert(records=[{"Name": "New"}]), 400, "FEATURENOTENABLED"
    ),
    "bulk query": lambda: refused(lambda: sf.bulk.Account.query("SELECT Id"), 400, "FeatureNotEnabled"),
    "bulk insert": lambda: refused(lambda: sf.bulk.Account.insert([{"Name": "New"}]), 400, "FeatureNotEnabled"),
    "a malformed query": lambda: refused(lambda: sf.query("SELECT FROM Account"), 400, "MALFORMED_QUERY"),
    "a query of an unknown field": lambda: refused(
        lambda: sf.query("SELECT Nothing FROM Account"), 400, "INVALID_FIELD"
    ),
    "a query of an unknown object": lambda: refused(lambda: sf.query("SELECT Id FROM Nothing"), 400, "INVALID_TYPE"),
    "a malformed search": lambda: refused(lambda: sf.search("Inc"), 400, "MALFORMED_SEARCH"),
    "an unknown locator": lambda: refused(
        lambda: sf.query_more("01g5g00000zzzzzAAA-2000"), 400, "INVALID_QUERY_LOCATOR"
    ),
    "a record that is not there": lambda: refused(lambda: sf.Account.get("0015g00000zzzzzAAA"), 404, "NOT_FOUND"),
    "an object that is not there": lambda: refused(lambda: sf.Nothing.describe(), 404, "NOT_FOUND"),
    "a dead session": lambda: refused(lambda: with_token("00Ddead").limits(), 401, "INVALID_SESSION_ID"),
    "a dead session of an object": lambda: refused(lambda: with_token("00Ddead").Account.describe(), 401),
    "a version to come": lambda: refused(lambda: with_token(token, "99.0").describe(), 404, "NOT_FOUND"),
    "a version that is gone": lambda: refused(lambda: with_token(token, "20.0").describe(), 410),
    "create": lambda: refused(lambda: sf.Contact.create({"LastName": "New"}), 400),
    "update": lambda: refused(lambda: sf.Account.update(ids[0], {"Name": "New"}), 400),
    "upsert": lambda: refused(lambda: sf.Account.upsert("Customer_Number__c/K-new", {"Name": "New"}), 400),
    "delete": lambda: refused(lambda: sf.Account.delete(ids[0]), 400),
    "set_password": lambda: refused(lambda: sf.set_password(user["Id"], "new"), 403, "INSUFFICIENT_ACCESS"),
    "apexecute": lambda: refused(lambda: sf.apexecute("Nothing"), 404, "NOT_FOUND"),
}

take_steps(STEPS)
