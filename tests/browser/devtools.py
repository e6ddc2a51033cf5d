"""Chromium driven through its DevTools protocol over a pipe: no port, no driver program, nothing but Python's own library.

  with Browser(folder) as browser:
      page = browser.page()
      page.open("file:///.../index.html")
      page.evaluate("document.title")

What a page says (exceptions, console, blocked by its policy) and asks for (URLs) is collected in page.said and page.asked.
The browser reaches this machine's loopback and files, nothing else: every other address goes to a proxy that is not there.
"""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds until an answer is given up: a busy machine is slow, not broken
FLAGS = [
    "--headless", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-domain-reliability", "--disable-extensions", "--disable-sync", "--no-pings",
    "--metrics-recording-only", "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows", "--disable-breakpad", "--disable-client-side-phishing-detection", "--mute-audio",
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,InterestFeedContentSuggestions",
    "--password-store=basic", "--use-mock-keychain", "--force-color-profile=srgb", "--lang=en",
    # loopback is never sent to a proxy; all else is, and nobody listens on port 9
    "--proxy-server=127.0.0.1:9", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
KEYS = {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Home": 36, "End": 35}
TEXT = {"Enter": "\r", " ": " "}


class BrowserError(Exception):
    pass


def find_browser():
    for name in ([os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES):
        path = shutil.which(name)
        if path:
            return path
    raise BrowserError(f"no browser: none of {', '.join(NAMES)} (harness/install-deps.sh browser)")


class Browser:
    def __init__(self, folder):
        """`folder`: for the profile and all else that it writes."""
        self.folder, self.pages, self.answers, self.number, self.buffer = folder, {}, {}, 0, b""
        home = os.path.join(folder, "home")
        os.makedirs(home, exist_ok=True)
        command = [find_browser(), *FLAGS, f"--user-data-dir={os.path.join(folder, 'profile')}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # it refuses to run as root with one
        command += os.environ.get("CHROMIUM_FLAGS", "").split() + ["about:blank"]
        theirs_in, self.to = os.pipe()
        self.come, theirs_out = os.pipe()
        # out of the way of 3 and 4, which the browser reads from and writes to
        high_in, high_out = (fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 100) for fd in (theirs_in, theirs_out))
        self.log = open(os.path.join(folder, "browser.log"), "wb")
        env = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=env, pass_fds=(3, 4),
            preexec_fn=lambda: (os.dup2(high_in, 3), os.dup2(high_out, 4)))
        for fd in (theirs_in, theirs_out, high_in, high_out):
            os.close(fd)
        self.version = self.call("Browser.getVersion")["product"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except (BrowserError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for fd in (self.to, self.come):
            os.close(fd)
        self.log.close()

    def pump(self, deadline):
        """Takes one message in."""
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.come], [], [], left)[0]:
                raise BrowserError("no answer from the browser")
            piece = os.read(self.come, 1 << 20)
            if not piece:
                raise BrowserError(f"the browser ended; see {self.log.name}")
            self.buffer += piece
        one, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(one)
        if "id" in message:
            self.answers[message["id"]] = message
        elif message.get("sessionId") in self.pages:
            self.pages[message["sessionId"]].event(message["method"], message["params"])

    def wait(self, ready, what):
        deadline = time.monotonic() + PATIENCE
        while not ready():
            try:
                self.pump(deadline)
            except BrowserError as problem:
                raise BrowserError(f"{what}: {problem}") from None

    def call(self, method, session=None, **params):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": params, **({"sessionId": session} if session else {})}
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        self.wait(lambda: number in self.answers, method)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def page(self, scripts=True):
        target = self.call("Target.createTarget", url="about:blank", newWindow=True)["targetId"]  # a tab behind another draws nothing
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session, target)
        page.begin(scripts)
        return page


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.said, self.asked, self.loaded, self.scripts = [], [], 0, True

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def begin(self, scripts):
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            self.call(f"{domain}.enable")
        self.call("Network.setCacheDisabled", cacheDisabled=True)
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.scripts = scripts
        if not scripts:
            self.call("Emulation.setScriptExecutionDisabled", value=True)

    def event(self, method, params):
        if method == "Page.loadEventFired":
            self.loaded += 1
        elif method == "Runtime.exceptionThrown":
            d = params["exceptionDetails"]
            self.said.append("exception: " + d.get("exception", {}).get("description", d["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.said.append("console: " + " ".join(str(a.get("value", a.get("description"))) for a in params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.said.append(f"{params['entry']['source']}: {params['entry']['text']}")
        elif method == "Page.javascriptDialogOpening":
            self.said.append("dialog: " + params["message"])
            self.browser.number += 1  # nobody waits for this answer
            os.write(self.browser.to, json.dumps({"id": self.browser.number, "sessionId": self.session, "params": {"accept": True},
                                                  "method": "Page.handleJavaScriptDialog"}).encode() + b"\0")
        elif method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])

    def open(self, url):
        """Goes there and waits until it is loaded."""
        before = self.loaded
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise BrowserError(f"{url}: {answer['errorText']}")
        if "loaderId" in answer:  # else: another place in the same document
            self.browser.wait(lambda: self.loaded > before, url)
        self.settle()

    def reload(self):
        before = self.loaded
        self.call("Page.reload")
        self.browser.wait(lambda: self.loaded > before, "reload")

    def settle(self):
        """Until what was begun is drawn: two frames. Without scripts there is nothing to wait for."""
        if self.scripts:
            self.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))", wait=True)

    def evaluate(self, expression, wait=False):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=wait)
        if "exceptionDetails" in answer:
            d = answer["exceptionDetails"]
            raise BrowserError(d.get("exception", {}).get("description", d["text"]) + " in " + expression[:200])
        return answer["result"].get("value")

    def of(self, function, *arguments):
        """A function of JavaScript, called with values."""
        return self.evaluate(f"({function})({', '.join(json.dumps(a) for a in arguments)})")

    def size(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def look(self, scheme="light", media=""):
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}])

    def key(self, key, shift=False):
        common = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": KEYS[key], "modifiers": 8 if shift else 0}
        down = {"type": "keyDown", "text": TEXT[key]} if key in TEXT else {"type": "rawKeyDown"}
        self.call("Input.dispatchKeyEvent", **down, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)
        self.settle()

    def type(self, text):
        self.call("Input.insertText", text=text)
        self.settle()

    def click(self, selector, which=0):
        """With the mouse, where it really is."""
        x, y = self.of("""(selector, which) => {
            const e = document.querySelectorAll(selector)[which];
            if (!e) throw new Error('nothing is ' + selector);
            e.scrollIntoView({block: 'center', inline: 'center'});
            const r = (e.getClientRects()[0] || e.getBoundingClientRect());
            return [r.left + r.width / 2, r.top + r.height / 2];
        }""", selector, which)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def choose(self, selector, value):
        """An option of a select, as a person's choice: with its events."""
        self.of("""(selector, value) => {
            const e = document.querySelector(selector);
            if (!e) throw new Error('nothing is ' + selector);
            if (!Array.from(e.options).some(o => o.value === value)) throw new Error(selector + ' has no ' + value);
            e.value = value;
            e.dispatchEvent(new Event('input', {bubbles: true}));
            e.dispatchEvent(new Event('change', {bubbles: true}));
        }""", selector, value)
        self.settle()

    def picture(self, path, limit=3000):
        """All of the page as PNG, up to `limit` pixels of height."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], limit), "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def paper(self, path):
        """As printed on A4."""
        data = self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def accessible(self):
        return [n for n in self.call("Accessibility.getFullAXTree")["nodes"] if not n.get("ignored")]

    def close(self):
        self.browser.pages.pop(self.session, None)
        self.browser.call("Target.closeTarget", targetId=self.target)
