//! What the configuration of a proxy in the repository says: nginx, Caddy, Traefik, Apache, HAProxy.

/// What the proxies of a project do, as their files show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proxy {
    /// Tells browsers to come by HTTPS only.
    pub sends_hsts: bool,
    /// Leads who comes without encryption to HTTPS.
    pub redirects: bool,
    /// Sends a content security policy.
    pub sends_policy: bool,
}

/// Whether a file of this name may configure a proxy.
pub fn may_configure(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let stem =
        lower.trim_end_matches(".template").trim_end_matches(".j2").trim_end_matches(".tmpl");
    stem == "caddyfile"
        || stem.ends_with(".caddyfile")
        || stem == ".htaccess"
        || stem.ends_with(".nginx")
        || stem.ends_with(".conf")
        || stem == "haproxy.cfg"
        || stem.starts_with("traefik")
            && [".yml", ".yaml", ".toml"].iter().any(|end| stem.ends_with(end))
}

impl Proxy {
    /// What one file says; none if it configures no proxy.
    pub fn read(name: &str, text: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.trim().to_ascii_lowercase())
            .filter(|line| !line.starts_with(['#', ';']))
            .collect();
        let any =
            |words: &[&str]| lines.iter().any(|line| words.iter().any(|word| line.contains(word)));
        let is_caddy = name.contains("caddyfile");
        let is_proxy = is_caddy
            || name.starts_with("traefik")
            || any(&["proxy_pass", "uwsgi_pass", "proxypass ", "wsgiscriptalias"])
            || any(&["rewriteengine", "strict-transport-security"])
            || name == "haproxy.cfg";
        is_proxy.then(|| Self {
            sends_hsts: any(&["strict-transport-security", "stsseconds"]),
            // Caddy does it unless told not to.
            redirects: is_caddy && !any(&["auto_https off"])
                || any(&["return 301 https:", "return 302 https:", "return 307 https:"])
                || any(&["return 308 https:", "redirectscheme", "redirect scheme https"])
                || any(&["rewrite ^ https:", "redirect permanent / https:"])
                || lines
                    .iter()
                    .any(|line| line.starts_with("rewriterule") && line.contains("https:")),
            sends_policy: any(&["content-security-policy", "contentsecuritypolicy"]),
        })
    }

    /// What two files say together.
    pub fn and(self, other: Self) -> Self {
        Self {
            sends_hsts: self.sends_hsts || other.sends_hsts,
            redirects: self.redirects || other.redirects,
            sends_policy: self.sends_policy || other.sends_policy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str) -> String {
        match Proxy::read(name, text) {
            None => "none".to_owned(),
            Some(proxy) => [
                (proxy.sends_hsts, "hsts"),
                (proxy.redirects, "redirect"),
                (proxy.sends_policy, "policy"),
            ]
            .iter()
            .filter_map(|(does, word)| does.then_some(*word))
            .collect::<Vec<_>>()
            .join(" "),
        }
    }

    #[test]
    fn proxies_tell_what_they_send() {
        let nginx = "server {\n  location / { proxy_pass http://app; }\n";
        for (name, text, expected) in [
            ("nginx.conf", nginx.to_owned(), ""),
            (
                "nginx.conf",
                format!("{nginx}add_header Strict-Transport-Security \"max-age=63072000\";\n"),
                "hsts",
            ),
            (
                "nginx.conf",
                format!("{nginx}# add_header Strict-Transport-Security \"max-age=63072000\";\n"),
                "",
            ),
            ("nginx.conf", format!("{nginx}return 301 https://$host$request_uri;\n"), "redirect"),
            (
                "nginx.conf",
                format!("{nginx}add_header Content-Security-Policy \"default-src 'self'\";\n"),
                "policy",
            ),
            ("Caddyfile", "example.org {\n  reverse_proxy app:8000\n}\n".to_owned(), "redirect"),
            (
                "Caddyfile",
                "header Strict-Transport-Security max-age=31536000;\n".to_owned(),
                "hsts redirect",
            ),
            ("traefik.yml", "headers:\n  stsSeconds: 31536000\n".to_owned(), "hsts"),
            ("haproxy.cfg", "http-request redirect scheme https\n".to_owned(), "redirect"),
            (
                ".htaccess",
                "RewriteEngine On\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301]\n"
                    .to_owned(),
                "redirect",
            ),
            ("supervisord.conf", "[program:web]\ncommand=gunicorn\n".to_owned(), "none"),
        ] {
            assert_eq!(check(name, &text), expected, "{name}: {text}");
        }
    }

    #[test]
    fn names_of_proxies() {
        for name in ["nginx.conf", "default.conf.template", "Caddyfile", "traefik.yml", ".htaccess"]
        {
            assert!(may_configure(name), "{name}");
        }
        for name in ["settings.py", "compose.yml", "conf.py", "setup.cfg"] {
            assert!(!may_configure(name), "{name}");
        }
    }
}
