// DJ343: markup put together with values.

const box = document.getElementById("box");

function show(item, data) {
  box.innerHTML = "<b>" + item.title + "</b>";  // expect: DJ343
  box.insertAdjacentHTML("beforeend", `<li>${item.title}</li>`);  // expect: DJ343
  document.write("<p>" + data + "</p>");  // expect: DJ343
  $("#list").append("<li>" + data.name.first + "</li>");  // expect: DJ343
  let rows = "";
  for (const row of data.rows) {
    rows += "<tr><td>" + row.label + "</td></tr>";
  }
  box.innerHTML = rows;  // expect: DJ343
}

// Fine: constants, numbers, what was escaped.
function fine(items, item) {
  box.innerHTML = "";
  box.innerHTML = "<b>nothing</b>";
  box.innerHTML = "<b>" + items.length + "</b>";
  box.innerHTML = `<b>${escapeHtml(item.title)}</b>`;
  box.innerHTML = "<b>" + gettext("Nothing") + "</b>";
  box.innerHTML = DOMPurify.sanitize("<b>" + item.title + "</b>");
}

// Fine: nothing is known of it, and a text without markup.
function unknown(html, title) {
  box.innerHTML = html;
  box.innerHTML = "Hello " + title;
  $("#" + title).append(html);
}

// Fine: no element.
form.append("<" + name, value);
