"""Two real browsers without a window, each with the same few hands: WebDriver's commands, to Chromium through Debian's
chromedriver and Selenium, to Firefox through the port that it has for them itself (Debian has no geckodriver)."""
import base64, json, socket, subprocess, tempfile, time


class Chromium:
    name = 'chromium'

    def __init__(self):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
        options = webdriver.ChromeOptions()
        for argument in ('--headless=new', '--no-sandbox', '--hide-scrollbars', '--force-device-scale-factor=1'):
            options.add_argument(argument)
        options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
        self.driver = webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)

    def open(self, url, size):
        self.driver.set_window_size(*size)
        self.driver.get(url)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def act(self, sources):
        self.driver.execute('actions', {'actions': sources})

    def screenshot(self):
        return self.driver.get_screenshot_as_png()

    def wish_for_less_motion(self):
        self.driver.execute_cdp_cmd('Emulation.setEmulatedMedia',
                                    {'features': [{'name': 'prefers-reduced-motion', 'value': 'reduce'}]})

    def console(self):
        return [entry['message'] for entry in self.driver.get_log('browser')]

    def requests(self):
        events = [json.loads(entry['message'])['message'] for entry in self.driver.get_log('performance')]
        return [e['params']['request']['url'] for e in events if e['method'] == 'Network.requestWillBeSent']

    def close(self):
        self.driver.quit()


class Firefox:
    name = 'firefox'

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        settings = {'marionette.port': port, 'browser.shell.checkDefaultBrowser': False,
                    'datareporting.policy.dataSubmissionEnabled': False, 'ui.prefersReducedMotion': 0}
        with open(f'{self.profile.name}/user.js', 'w') as file:
            for key, value in settings.items():
                file.write(f'user_pref("{key}", {json.dumps(value)});\n')
        self.process = subprocess.Popen(['firefox-esr', '--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile',
                                         self.profile.name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.socket = self.connected(port)
        self.buffer, self.number = b'', 0
        self.receive()
        self.command('WebDriver:NewSession', {})

    @staticmethod
    def connected(port):
        for _ in range(900):
            try:
                return socket.create_connection(('127.0.0.1', port), timeout=600)
            except OSError:
                time.sleep(0.2)
        raise AssertionError('Firefox does not answer')

    def receive(self):
        while b':' not in self.buffer:
            self.buffer += self.socket.recv(1 << 16)
        length, _, rest = self.buffer.partition(b':')
        while len(rest) < int(length):
            rest += self.socket.recv(1 << 20)
        self.buffer = rest[int(length):]
        return json.loads(rest[:int(length)])

    def command(self, name, parameters):
        self.number += 1
        text = json.dumps([0, self.number, name, parameters]).encode()
        self.socket.sendall(str(len(text)).encode() + b':' + text)
        _, _, error, value = self.receive()
        assert not error, (name, error)
        return value

    def open(self, url, size):
        self.command('WebDriver:SetWindowRect', {'width': size[0], 'height': size[1]})
        self.inside('Services.console.reset()')
        self.command('WebDriver:Navigate', {'url': url})

    def run(self, script, *arguments):
        return self.command('WebDriver:ExecuteScript', {'script': script, 'args': list(arguments)})['value']

    def inside(self, script):
        """Run by the browser itself, not by the page."""
        self.command('Marionette:SetContext', {'value': 'chrome'})
        try:
            return self.run(script)
        finally:
            self.command('Marionette:SetContext', {'value': 'content'})

    def act(self, sources):
        self.command('WebDriver:PerformActions', {'actions': sources})

    def screenshot(self):
        return base64.b64decode(self.command('WebDriver:TakeScreenshot', {'full': False})['value'])

    def wish_for_less_motion(self):
        self.inside('Services.prefs.setIntPref("ui.prefersReducedMotion", 1)')

    def console(self):
        """What concerns the page: the browser tells of itself, too."""
        return self.inside('return Services.console.getMessageArray().map(String).filter(m => /(page|hostile).html/.test(m))')

    def requests(self):
        """Those of web pages; Firefox asks its maker for this and that by itself."""
        return self.run('return [location.href, ...performance.getEntriesByType("resource").map(e => e.name)]')

    def close(self):
        self.command('Marionette:Quit', {'flags': ['eForceQuit']})
        self.process.wait(30)
        self.profile.cleanup()
