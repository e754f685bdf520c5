// DJ342: texts that run as code.

function run(name, answer) {
  eval("(" + answer + ")");  // expect: DJ342
  new Function("a", "return a." + name);  // expect: DJ342
  setTimeout("go('" + name + "')", 10);  // expect: DJ342
  setInterval("tick()", 1000);  // expect: DJ342
  //          ^^^^^^^^ "`setInterval` runs a text as code, which a content security policy forbids"
  window.eval("var a = 1");  // expect: DJ342
}

// Fine: functions.
setTimeout(go, 10);
setTimeout(() => go("a"), 10);
setTimeout(function () { go(); }, 10);

// Fine: whatever that is, it is no text for certain.
function later(callback) {
  setTimeout(callback, 10);
  table[callback]();
}

// Fine: another `eval`.
model.eval("x" + y);
