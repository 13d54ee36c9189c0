"""A browser with the inbox open: notes when the words of each mail are seen in a row."""

import json
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

# The shell without windows draws the same pages with half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
NOTE_WHAT_IS_SEEN = """() => {
  window.seen = {};
  const look = () => {
    for (const [, number] of document.querySelector("#rows").innerText.matchAll(/letter number (\\d+)/g))
      window.seen[number] ??= Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
}"""


def main(told: dict) -> None:
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        address = f"http://127.0.0.1:{told['port']}"
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": told["session"], "url": address}])
        page = context.new_page()
        page.goto(f"{address}/inbox/unassigned/")
        page.evaluate(NOTE_WHAT_IS_SEEN)
        time.sleep(1)
        sys.stdout.write("open\n")
        sys.stdout.flush()
        while not Path(told["stop"]).exists():
            page.wait_for_timeout(200)
        sys.stdout.write(json.dumps(page.evaluate("() => window.seen")))
        browser.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
