"""The walkthrough of examples/payroll/run: the story of one maintenance line, from the telephone to the review. Every step
prints what it shows and checks it."""

import argparse
import os
import shutil
import signal
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import attacking  # noqa: E402
import city as city_module  # noqa: E402
import debugging  # noqa: E402
import line  # noqa: E402
import reviewing  # noqa: E402
import setting_up  # noqa: E402

STORY = (
    setting_up.make_database,
    setting_up.start_proxy,
    line.telephone,
    line.ask_and_approve,
    line.connect,
    debugging.show_side_by_side,
    debugging.find_errors,
    attacking.attack,
    attacking.turn_away,
    debugging.look_up_by_token,
    debugging.look_up_who_it_is,
    line.disconnect,
    reviewing.ledger,
    reviewing.report,
    reviewing.verify,
    reviewing.forge,
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sudare", required=True)
    parser.add_argument("--generate", required=True)
    parser.add_argument("--employees", type=int, default=1000)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="sudare-payroll-")
    # The database's own user must reach its folder inside; keys and certificates are protected by themselves.
    os.chmod(folder, 0o711)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    city = city_module.City(options, folder)
    try:
        for number, step in enumerate(STORY, 1):
            city.title(f"{number}. {step.__doc__.splitlines()[0]}")
            step(city)
        print(f"\nwalkthrough: {city.passed} checks passed" + (f", {city.failed} failed" if city.failed else ""),
              flush=True)
        if options.keep:
            print(city.how_to_connect(), flush=True)
            signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        city.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if city.failed else 0


if __name__ == "__main__":
    sys.exit(main())
