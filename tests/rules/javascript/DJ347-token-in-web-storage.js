// DJ347: what others may read.

localStorage.setItem("access_token", response.token);  // expect: DJ347
window.sessionStorage.setItem("jwt", jwt);  // expect: DJ347
localStorage.authToken = data.key;  // expect: DJ347

// Fine: nothing anybody wants.
localStorage.setItem("theme", theme);
localStorage.setItem("sidebar-open", "1");

// Fine: it is taken out.
localStorage.setItem("token", "");
localStorage.removeItem("token");
