"""Chromium without a window, driven over its debugging pipe:
https://chromedevtools.github.io/devtools-protocol/"""
import base64
import json
import os
import select
import shutil
import subprocess
import time

CHROMIUM = "/usr/bin/chromium"


class Failed(Exception):
    pass


class Browser:
    """One tab. `problems` gathers what the page complains of, `requests` what it asks for besides
    itself."""
    def __init__(self, folder):
        self.profile = os.path.join(folder, "profile")
        command_read, command_write = os.pipe()
        answer_read, answer_write = os.pipe()

        def wire():
            # The browser reads from 3 and writes to 4; which may be what the pipes are called here.
            read, write = os.dup(command_read), os.dup(answer_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        environment = {
            **os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder
        }
        self.process = subprocess.Popen([
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--remote-debugging-pipe",
            f"--user-data-dir={self.profile}",
            "about:blank"
        ],
                                        stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL,
                                        close_fds=False,
                                        preexec_fn=wire,
                                        env=environment)
        os.close(command_read)
        os.close(answer_write)
        self.out, self.into = command_write, answer_read
        self.buffer, self.number, self.answers = b"", 0, {}
        self.problems, self.requests, self.seen = [], [], set()
        self.page = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.page = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def close(self):
        self.page = None
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (Failed, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.into)
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    # ---- messages ----

    def receive(self, until):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.into], [], [], max(0, until - time.monotonic()))
            data = os.read(self.into, 1 << 20) if ready else b""
            if not data:
                raise Failed("the browser has ended" if ready else "the browser does not answer")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(message)
        if "id" in message:
            self.answers[message["id"]] = message
        else:
            self.note(message.get("method"), message.get("params", {}))

    def note(self, method, params):
        self.seen.add(method)
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error",
                                                                         "warning",
                                                                         "assert"):
            self.problems.append(
                str([
                    argument.get("value", argument.get("description"))
                    for argument in params["args"]
                ]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.problems.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent" and params["request"]["url"] != params.get(
                "documentURL"):
            self.requests.append(params["request"]["url"])

    def call(self, method, timeout=60, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.page is not None:
            message["sessionId"] = self.page
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        until = time.monotonic() + timeout
        while self.number not in self.answers:
            self.receive(until)
        answer = self.answers.pop(self.number)
        if "error" in answer:
            raise Failed(f"{method}: {answer['error']['message']}")
        return answer["result"]

    # ---- the page ----

    def size(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride",
                  width=width,
                  height=height,
                  deviceScaleFactor=1,
                  mobile=mobile)

    def dark(self, dark):
        self.call("Emulation.setEmulatedMedia",
                  features=[{
                      "name": "prefers-color-scheme", "value": "dark" if dark else "light"
                  }])

    def open(self, path):
        """Loads a report and waits until it is ready."""
        self.problems, self.requests = [], []
        self.seen.discard("Page.loadEventFired")
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        until = time.monotonic() + 60
        while "Page.loadEventFired" not in self.seen:
            self.receive(until)
        if self.run("document.documentElement.dataset.ready") != "yes":
            raise Failed(f"{path} does not get ready: {self.problems}")

    def run(self, script):
        """What an expression of JavaScript comes to, as JSON; promises are waited for."""
        answer = self.call("Runtime.evaluate",
                           expression=script,
                           returnByValue=True,
                           awaitPromise=True,
                           userGesture=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise Failed(
                f"{script}: {details.get('exception', {}).get('description', details['text'])}")
        return answer["result"].get("value")

    def settle(self):
        """Until what was asked for is drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => "
                 "done(true))))")

    def click(self, x, y):
        self.move(x, y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def move(self, x, y):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()

    def click_on(self, selector):
        """Clicks into the middle of an element."""
        box = self.run(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            if (e === null) return null;
            e.scrollIntoView({{block: 'center'}});
            const b = e.getBoundingClientRect();
            return [b.x + b.width / 2, b.y + b.height / 2]; }})()""")
        if box is None:
            raise Failed(f"the page has no {selector}")
        self.click(*box)

    def press(self, key):
        number = {"Tab": 9, "Enter": 13, "ArrowRight": 39, "ArrowDown": 40}[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent",
                      type=kind,
                      key=key,
                      code=key,
                      windowsVirtualKeyCode=number)
        self.settle()

    def screenshot(self, path, whole=False):
        data = self.call("Page.captureScreenshot", format="png",
                         captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def pdf(self, path):
        data = self.call("Page.printToPDF",
                         printBackground=True,
                         preferCSSPageSize=True,
                         paperWidth=8.27,
                         paperHeight=11.69)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
