//! Chromium, driven by its own protocol: mouse, fingers and keys as if from outside.
//!
//! The Chrome DevTools Protocol is JSON in a WebSocket (RFC 6455). Each call has a number, and its
//! reply has the same one; what has none is an event:
//!
//! ```text
//! {"id":3,"method":"Runtime.evaluate","params":{...},"sessionId":"..."}
//!     -> {"id":3,"result":{"result":{"type":"string","value":"..."}},"sessionId":"..."}
//! ```

use crate::folders::Folder;
use backprop::format::json::Json;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Chromium's program: what CHROMIUM names, or one of the usual names on the path.
fn chromium() -> PathBuf {
    if let Some(path) = env::var_os("CHROMIUM").filter(|path| !path.is_empty()) {
        return path.into();
    }
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
        .expect(
            "Chromium, which is missing: install it (Debian: apt-get install chromium) or name \
             its program in CHROMIUM",
        )
}

pub struct Browser {
    process: Child,
    socket: BufReader<TcpStream>,
    calls: usize,
    session: String,
    /// What was written on the console, and what was thrown.
    pub console: Vec<String>,
    _profile: Folder,
}

impl Browser {
    /// Opens a page, given its text, in a window of this width.
    pub fn open(page: &str, language: &str, width: usize) -> Self {
        let folder = Folder::new();
        folder.write("index.html", page.as_bytes());
        let address = folder.arg().to_string();
        let process = Command::new(chromium())
            .args(["--headless", "--disable-gpu", "--no-sandbox", "--remote-debugging-port=0"])
            .arg(format!("--user-data-dir={}", folder.arg()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        // Two lines: the port that it chose, and the socket's path.
        let start = Instant::now();
        let (port, path) = loop {
            let text = fs::read_to_string(folder.path().join("DevToolsActivePort"));
            if let Some((port, path)) = text.unwrap_or_default().split_once('\n') {
                break (port.to_string(), path.to_string());
            }
            assert!(start.elapsed() < PATIENCE, "Chromium opens no port");
            thread::sleep(Duration::from_millis(20));
        };
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        // The key guards against caches in between, of which there are none here.
        let key = "AAAAAAAAAAAAAAAAAAAAAA==";
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        )
        .expect("a request");
        let mut socket = BufReader::new(stream);
        let mut lines = socket.by_ref().lines().map(|line| line.expect("a line"));
        let status = lines.next().expect("an answer");
        assert!(status.contains("101"), "Chromium refuses the WebSocket: {status}");
        assert!(lines.any(|line| line.is_empty()), "the header ends");
        let (session, console) = (String::new(), Vec::new());
        let mut browser = Self { process, socket, calls: 0, session, console, _profile: folder };
        let target = browser.call("Target.createTarget", r#""url":"about:blank""#);
        let target = text(&target, "targetId");
        let target = format!(r#""targetId":"{target}","flatten":true"#);
        browser.session = text(&browser.call("Target.attachToTarget", &target), "sessionId");
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), "");
        }
        let address = format!("file://{address}/index.html?lang={language}");
        browser.look(width, "light", false);
        browser.call("Page.navigate", &format!("\"url\":{}", Json::from(address)));
        browser.wait("document.readyState", "complete");
        browser
    }

    /// Calls a method and gives its reply.
    pub fn call(&mut self, method: &str, params: &str) -> String {
        self.calls += 1;
        let id = self.calls;
        let session = match &*self.session {
            "" => String::new(),
            session => format!(r#","sessionId":"{session}""#),
        };
        let call = format!(r#"{{"id":{id},"method":"{method}","params":{{{params}}}{session}}}"#);
        // A whole text (1) in one frame, with the mask 0. From 126 bytes on, two hold its length.
        let call = format!("{call:126}");
        let length = u16::try_from(call.len()).expect("a call below 64 kB");
        let mut frame = vec![0x81, 0x80 | 126];
        frame.extend(length.to_be_bytes());
        frame.extend([0; 4]);
        frame.extend(call.into_bytes());
        self.socket.get_mut().write_all(&frame).expect("a call");
        loop {
            let message = self.message();
            if message.starts_with(&format!("{{\"id\":{id},")) {
                assert!(!message.contains("\"error\":{"), "{method} {params}: {message}");
                return message;
            }
            let events = ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"];
            if events.iter().any(|event| message.contains(event)) {
                self.console.push(message);
            }
        }
    }

    /// The next message: its frames up to the last.
    fn message(&mut self) -> String {
        let mut message = Vec::new();
        loop {
            let [first, length] = self.bytes();
            let length = match length {
                126 => u64::from(u16::from_be_bytes(self.bytes())),
                127 => u64::from_be_bytes(self.bytes()),
                length => u64::from(length),
            };
            let mut part = Vec::new();
            self.socket.by_ref().take(length).read_to_end(&mut part).expect("a frame");
            message.extend(part);
            if first & 0x80 != 0 {
                return String::from_utf8(message).expect("UTF-8");
            }
        }
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.socket.read_exact(&mut bytes).expect("an answer of Chromium in time");
        bytes
    }

    /// The value of an expression of JavaScript, as text.
    pub fn evaluate(&mut self, script: &str) -> String {
        let script = Json::from(format!("String({script})"));
        let reply = self.call("Runtime.evaluate", &format!("\"expression\":{script}"));
        assert!(!reply.contains("\"exceptionDetails\":"), "{script}: {reply}");
        text(&reply, "value")
    }

    /// Waits until an expression has a value.
    pub fn wait(&mut self, script: &str, value: &str) {
        let start = Instant::now();
        loop {
            let found = self.evaluate(script);
            if found == value {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{script}: expected {value}, found {found}");
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// A key: its name, or a character.
    pub fn press(&mut self, key: &str) {
        let (code, name, typed) = match key {
            "Tab" => (9, key, ""),
            "Enter" => (13, key, "\r"),
            "ArrowRight" => (39, key, ""),
            " " => (32, "Space", " "),
            _ => (0, key, key),
        };
        let typed = Json::from(typed);
        let what = format!(r#""code":"{name}","key":"{key}","windowsVirtualKeyCode":{code}"#);
        for kind in [format!(r#""keyDown","text":{typed}"#), r#""keyUp""#.to_string()] {
            self.call("Input.dispatchKeyEvent", &format!(r#""type":{kind},{what}"#));
        }
    }

    /// The place of a share of an element's width and height in the window.
    fn place(&mut self, selector: &str, [x, y]: [f64; 2]) -> String {
        let selector = Json::from(selector);
        self.evaluate(&format!(
            r#"(({{ left, top, width, height }}) => `"x":${{left + {x} * width}},
            "y":${{top + {y} * height}}`)(document.querySelector({selector}).getBoundingClientRect())"#,
        ))
    }

    /// Brings an element into the middle of the window.
    pub fn show(&mut self, selector: &str) {
        self.evaluate(&format!(
            "document.querySelector({}).scrollIntoView({{ block: 'center', behavior: 'instant' }})",
            Json::from(selector)
        ));
    }

    /// The mouse: `mouseMoved`, `mouseDragged` and the like, at a place of an element.
    pub fn mouse(&mut self, kind: &str, selector: &str, share: [f64; 2]) {
        let place = self.place(selector, share);
        let (kind, button) = match kind {
            "mouseMoved" => (kind, r#""buttons":0"#),
            "mouseDragged" => ("mouseMoved", r#""button":"left","buttons":1"#),
            _ => (kind, r#""button":"left","buttons":1,"clickCount":1"#),
        };
        self.call("Input.dispatchMouseEvent", &format!(r#""type":"{kind}",{place},{button}"#));
    }

    /// Presses an element with the mouse.
    pub fn click(&mut self, selector: &str) {
        self.show(selector);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.mouse(kind, selector, [0.5, 0.5]);
        }
    }

    /// Draws a line on an element through these places, with the mouse or a finger.
    pub fn draw(&mut self, selector: &str, places: &[[f64; 2]], by_finger: bool) {
        self.show(selector);
        let touch = |kind, points: &str| format!(r#""type":"{kind}","touchPoints":[{points}]"#);
        for (i, &share) in places.iter().enumerate() {
            if by_finger {
                let kind = if i == 0 { "touchStart" } else { "touchMove" };
                let point = format!("{{{}}}", self.place(selector, share));
                self.call("Input.dispatchTouchEvent", &touch(kind, &point));
            } else {
                self.mouse(if i == 0 { "mousePressed" } else { "mouseDragged" }, selector, share);
            }
        }
        match by_finger {
            true => drop(self.call("Input.dispatchTouchEvent", &touch("touchEnd", ""))),
            false => self.mouse("mouseReleased", selector, places[places.len() - 1]),
        }
    }

    /// A window of this width, with a colour scheme and with or without forced colours.
    pub fn look(&mut self, width: usize, scheme: &str, forced: bool) {
        let size = format!(r#""width":{width},"height":800,"deviceScaleFactor":1,"mobile":false"#);
        self.call("Emulation.setDeviceMetricsOverride", &size);
        let forced = if forced { "active" } else { "none" };
        let features = [
            ("prefers-color-scheme", scheme),
            ("forced-colors", forced),
            ("prefers-reduced-motion", "reduce"),
        ]
        .map(|(name, value)| format!(r#"{{"name":"{name}","value":"{value}"}}"#));
        let features = format!(r#""features":[{}]"#, features.join(","));
        self.call("Emulation.setEmulatedMedia", &features);
    }

    /// A picture of an element, all of it, as PNG.
    pub fn picture(&mut self, selector: &str) -> Vec<u8> {
        let selector = Json::from(selector);
        let clip = self.evaluate(&format!(
            r#"(({{ top, height }}) => `"x":0,"y":${{top + scrollY}},"width":${{innerWidth}},
            "height":${{height}},"scale":1`)(document.querySelector({selector}).getBoundingClientRect())"#,
        ));
        let params = format!(r#""captureBeyondViewport":true,"clip":{{{clip}}}"#);
        from_base64(&text(&self.call("Page.captureScreenshot", &params), "data"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The text that a name has in JSON, wherever that stands.
fn text(json: &str, name: &str) -> String {
    let start = format!("\"{name}\":\"");
    let at = json.find(&start).unwrap_or_else(|| panic!("no text {name} in {json}"));
    let mut rest = json[at + start.len()..].chars();
    let mut text = String::new();
    loop {
        match rest.next().expect("the text ends") {
            '"' => return text,
            '\\' => text.push(match rest.next().expect("an escape") {
                'n' => '\n',
                'u' => {
                    let code: String = rest.by_ref().take(4).collect();
                    u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or('?')
                }
                other => other,
            }),
            other => text.push(other),
        }
    }
}

/// The bytes that a text in base64 stands for.
fn from_base64(text: &str) -> Vec<u8> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<_> = text.chars().filter_map(|digit| digits.find(digit)).collect();
    let bytes = digits.chunks(4).flat_map(|group| {
        let bits = group.iter().enumerate().map(|(k, digit)| digit << (18 - 6 * k)).sum::<usize>();
        [16, 8, 0].into_iter().take(group.len() - 1).map(move |shift| (bits >> shift) as u8)
    });
    bytes.collect()
}
