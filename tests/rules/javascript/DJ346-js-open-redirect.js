// DJ346: addresses that whoever made the link chose.

const next = new URLSearchParams(location.search).get("next");
window.location.href = next;  // expect: DJ346
window.location = location.hash.slice(1);  // expect: DJ346
location.replace(decodeURIComponent(next || "/"));  // expect: DJ346
window.open(next, "_blank");  // expect: DJ346
function back() {
  document.location.assign(document.referrer);  // expect: DJ346
}

// Fine: the beginning is constant.
location.href = "/search?q=" + next;
location.assign(`/pages/${next}`);

// Fine: the page itself, with something changed.
location.href = location.href.split("?")[0];
location.search = "?page=2";
location.hash = next;

// Fine: it is compared first.
function go(form) {
  const target = new URL(next, location.origin);
  if (target.origin === location.origin) {
    location.assign(target);
  }
  if (["/a", "/b"].includes(next)) {
    location.href = next;
  }
  location.href = form.dataset.url;
}

// Fine: dialogs and files.
dialog.open(next);
