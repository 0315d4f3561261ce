"""What the scripts of clients in Python have in common: the org they are told of, their way to it, and their report."""

import json
import re
import sys

from requests.adapters import HTTPAdapter

url, client_id, client_secret, key_file, refresh_token = sys.argv[1:6]


class Loopback(HTTPAdapter):
    """Leads logins here: these clients have no setting for another host than salesforce.com to log in at."""

    def send(self, request, **settings):
        request.url = re.sub(r"^https://[\w.-]+\.salesforce\.com(?=/)", url, request.url)
        return super().send(request, **settings)


def is_so(what, wanted=True):
    assert what == wanted, f"{what!r} instead of {wanted!r}"


def take_steps(steps):
    """Prints a line of JSON for each step: its name, and what failed."""
    for name, act in steps.items():
        try:
            act()
            print(json.dumps({"name": name}))
        except Exception as error:  # noqa: BLE001 - whatever it is, the step failed
            print(json.dumps({"name": name, "failure": f"{type(error).__name__}: {error}"}))
