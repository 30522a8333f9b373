"""Counts test cases in Bazel's build events and prints "N passed, M failed".

A test program that reports no cases counts as one. Targets that failed to build count as one failure each.
"""

import json
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree


def cases_of(xml_path):
    """(passed, failed) of one test.xml; (0, 0) if it names no case."""
    passed = failed = 0
    try:
        root = ElementTree.parse(xml_path).getroot()
    except (OSError, ElementTree.ParseError):
        return 0, 0
    for case in root.iter("testcase"):
        bad = case.find("failure") is not None or case.find("error") is not None
        failed += bad
        passed += not bad
    return passed, failed


def count(event_path):
    passed = failed = 0
    # A test that was tried again counts by its last try.
    results = {}
    with open(event_path, encoding="utf-8") as events:
        for line in events:
            event = json.loads(line)
            identity = event["id"]
            if "testResult" in identity and "testResult" in event:
                name = identity["testResult"]
                key = (name["label"], name.get("run", 1), name.get("shard", 0))
                attempt = name.get("attempt", 1)
                if key not in results or results[key][0] <= attempt:
                    results[key] = (attempt, event["testResult"])
            elif "targetCompleted" in identity and not event.get("completed", {}).get("success"):
                print("did not build:", identity["targetCompleted"].get("label"))
                failed += 1
    for attempt, result in results.values():
        good = result.get("status") == "PASSED"
        if attempt > 1:
            print("passed at its second try:" if good else "failed twice:", result["testActionOutput"][0]["uri"])
        ran_passed = ran_failed = 0
        for output in result.get("testActionOutput", []):
            if output["name"] == "test.xml":
                path = urllib.parse.unquote(urllib.parse.urlparse(output["uri"]).path)
                ran_passed, ran_failed = cases_of(path)
        if good:
            passed += max(1, ran_passed)
        else:
            passed += ran_passed
            failed += max(1, ran_failed)
    return passed, failed


def main():
    passed = failed = 0
    for path in sys.argv[1:]:
        try:
            one_passed, one_failed = count(path)
        except OSError:
            one_passed, one_failed = 0, 1
        passed += one_passed
        failed += one_failed
    if passed + failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
