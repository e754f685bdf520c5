// DJ345: messages from whoever sends them.

window.addEventListener("message", function (event) {  // expect: DJ345
  render(event.data.rows);
});

addEventListener('message', ({ data }) => save(data));  // expect: DJ345

window.onmessage = (event) => {  // expect: DJ345
  save(event.data);
};

window.addEventListener("message", receive);
function receive(message) {  // expect: DJ345
  save(message.data);
}

window.addEventListener("message", (event) => {  // expect: DJ345
  if (event.origin.indexOf("https://example.org") !== 0) return;
  save(event.data);
});

// Fine: the sender is asked for.
window.addEventListener("message", (event) => {
  if (event.origin !== "https://example.org") return;
  save(event.data);
});
window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow) return;
  save(event.data);
});

// Fine: the other end of a worker or a socket is known.
worker.addEventListener("message", (event) => save(event.data));
socket.onmessage = (event) => save(event.data);

// Fine: the data is not used.
window.addEventListener("message", () => tick());
