// DJ340: what whoever made the link chose becomes markup or code.

const box = document.getElementById("box");
box.textContent = location.hash;  // expect: DJ340
//              ^^^^^^^^^^^^^ "`location.hash` is up to whoever made the link or the message, and reaches `document.getElementById().innerHTML`, which makes markup of it"

function greet() {
  const params = new URLSearchParams(window.location.search);
  const name = params.get("name") || "you";
  box.textContent = `<b>${name}</b>`;  // expect: DJ340
  const { hash } = document.location;
  const text = decodeURIComponent(hash.slice(1)).trim();
  document.write("<p>" + text + "</p>");  // expect: DJ340
  setTimeout("go('" + text + "')", 10);  // expect: DJ340
  eval(text);  // expect: DJ340
  new Function("a", text);  // expect: DJ340
}

function fromReferrer() {
  var source = document.referrer.split("?")[1];
  $("#box").append("<i>" + source + "</i>");  // expect: DJ340
  var $list = $("#list");
  $list.html(unescape(source));  // expect: DJ340
  box.insertAdjacentHTML("beforeend", source);  // expect: DJ340
  box.setAttribute("onclick", source);  // expect: DJ340
}

function parameter(key) {
  return new URL(location.href).searchParams.get(key);
}

function viaFunction() {
  box.textContent = parameter("box");  // expect: DJ340
  const script = document.createElement("script");
  script.src = parameter("src");  // expect: DJ340
  const link = document.querySelector("a");
  link.href = parameter("next");  // expect: DJ340
}

window.addEventListener("message", (event) => {  // also: DJ345
  box.textContent = event.data.html;  // expect: DJ340
});

box.innerHTML = localStorage.getItem("draft");  // expect: DJ340
$(location.hash + " <b>");
$("<b>" + location.hash + "</b>");  // expect: DJ340

// Fine: text stays text, and what is cleaned is clean.
function fine() {
  const query = new URLSearchParams(location.search).get("q");
  box.textContent = query;
  box.innerHTML = DOMPurify.sanitize(query);
  box.innerHTML = "<a href='/?q=" + encodeURIComponent(query) + "'>again</a>";
  box.innerHTML = "<b>" + parseInt(query, 10) + "</b>";
  box.innerHTML = `<b>${escapeHtml(query)}</b>`;
  box.innerHTML = query.length;
  $("#box").text(query);
  form.append("q", query);
}

// Fine: a look into a table, and a comparison.
const VIEWS = { list: "<ul></ul>", grid: "<table></table>" };
function chosen() {
  const view = location.hash.slice(1);
  box.innerHTML = VIEWS[view];
  if (view === "list" || view === "grid") {
    box.innerHTML = "<b>" + view + "</b>";
  }
}
function leaves() {
  const view = location.hash.slice(1);
  if (!ALLOWED.includes(view)) return;
  box.innerHTML = view;
}

// Fine: who sent the message is asked.
window.addEventListener("message", (event) => {
  if (event.origin !== "https://example.org") return;
  box.innerHTML = event.data;
});

// Fine: a name that is something else here.
function local(location, name) {
  box.innerHTML = location.hash + name;
}

// A parameter of a function is not followed.
function show(text) {
  box.innerHTML = text;  // todo: DJ340
}
show(location.hash);
