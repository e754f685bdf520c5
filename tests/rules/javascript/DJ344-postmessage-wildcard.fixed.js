// DJ344: messages to whoever is there.

window.parent.postMessage({ token: token }, location.origin);  // expect: DJ344
frame.contentWindow.postMessage(data, location.origin);  // expect: DJ344
const anybody = "*";
opener.postMessage(data, anybody);  // todo: DJ344

// Fine: to somebody.
window.parent.postMessage(data, "https://example.org");
window.parent.postMessage(data, location.origin);

// Fine: a worker has no origin.
worker.postMessage(data);
