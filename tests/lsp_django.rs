//! Django's settings in the language server: what is edited in one module shows in the modules it concerns.

#[expect(dead_code, reason = "other tests send raw bytes")]
#[path = "support/client.rs"]
mod client;
#[expect(dead_code, reason = "other tests read files back")]
#[path = "support/folder.rs"]
mod folder;

use std::time::Duration;

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use watchpost::lsp::ServeOptions;

const BASE: &str = "\
ROOT_URLCONF = \"shop.urls\"
INSTALLED_APPS = [\"django.contrib.auth\"]
MIDDLEWARE = [
    \"django.middleware.security.SecurityMiddleware\",
    \"django.middleware.csrf.CsrfViewMiddleware\",
    \"django.middleware.clickjacking.XFrameOptionsMiddleware\",
]
DEBUG = False
";

const PRODUCTION: &str = "\
from .base import *

ALLOWED_HOSTS = [\"shop.example.org\"]
AUTH_PASSWORD_VALIDATORS = [
    {\"NAME\": \"django.contrib.auth.password_validation.MinimumLengthValidator\"},
    {\"NAME\": \"django.contrib.auth.password_validation.CommonPasswordValidator\"},
]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_COOKIE_SECURE = True
";

const WSGI: &str = "import os\n\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"shop.settings.production\")\n";

/// A project with a module for production and one for development, in which nothing is wrong.
fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = \"shop\"\n");
    folder.write("shop/__init__.py", "");
    folder.write("shop/wsgi.py", WSGI);
    folder.write("shop/settings/__init__.py", "");
    folder.write("shop/settings/base.py", BASE);
    folder.write("shop/settings/production.py", PRODUCTION);
    folder.write("shop/settings/dev.py", "from .base import *\n\nDEBUG = True\n");
    folder
}

fn uri(folder: &Folder, path: &str) -> String {
    format!("file://{}", folder.path().join(path).display())
}

async fn client(folder: &Folder) -> Client {
    let capabilities = json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [{ "uri": uri(folder, ""), "name": "shop" }],
    });
    Client::initialized_with(ServeOptions::default(), capabilities).await.0
}

fn codes(report: &Value) -> Vec<String> {
    let items = report["items"].as_array().expect("a report has items");
    let mut codes: Vec<String> =
        items.iter().map(|item| item["code"].as_str().unwrap_or_default().to_owned()).collect();
    codes.sort();
    codes
}

/// Asks until a document has these findings: those of other modules come once typing rests.
async fn finds(client: &mut Client, uri: &str, expected: &[&str]) {
    let mut found = Vec::new();
    for _ in 0..200 {
        found = codes(&client.pull(uri, None).await);
        if found == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{uri}: {found:?}, not {expected:?}");
}

#[tokio::test]
async fn what_is_said_of_debug_stands_where_it_is_assigned() {
    let folder = shop();
    let mut client = client(&folder).await;
    let (base, production) =
        (uri(&folder, "shop/settings/base.py"), uri(&folder, "shop/settings/production.py"));
    client.open(&base, BASE).await;
    client.open(&production, PRODUCTION).await;
    finds(&mut client, &base, &[]).await;
    finds(&mut client, &production, &[]).await;

    // In the base it counts for production, and is reported there.
    let forgotten = BASE.replace("DEBUG = False", "DEBUG = True");
    client.change(&base, 2, json!([{ "text": forgotten }])).await;
    finds(&mut client, &base, &["DJ118"]).await;
    finds(&mut client, &production, &[]).await;

    // Production says otherwise: the base is silent, without being touched.
    let off = format!("{PRODUCTION}DEBUG = False\n");
    client.change(&production, 2, json!([{ "text": off }])).await;
    finds(&mut client, &base, &[]).await;

    let on = format!("{PRODUCTION}DEBUG = True\n");
    client.change(&production, 3, json!([{ "text": on }])).await;
    finds(&mut client, &production, &["DJ118"]).await;
    finds(&mut client, &base, &[]).await;
}

#[tokio::test]
async fn a_list_of_middleware_is_followed_through_modules() {
    let folder = shop();
    let mut client = client(&folder).await;
    let (base, production) =
        (uri(&folder, "shop/settings/base.py"), uri(&folder, "shop/settings/production.py"));
    client.open(&base, BASE).await;
    client.open(&production, PRODUCTION).await;
    finds(&mut client, &base, &[]).await;

    let without = BASE.replace("    \"django.middleware.csrf.CsrfViewMiddleware\",\n", "");
    client.change(&base, 2, json!([{ "text": without }])).await;
    finds(&mut client, &base, &["DJ103"]).await;

    // Production adds it: both are silent.
    let added =
        format!("{PRODUCTION}MIDDLEWARE += [\"django.middleware.csrf.CsrfViewMiddleware\"]\n");
    client.change(&production, 2, json!([{ "text": added }])).await;
    finds(&mut client, &base, &[]).await;
    finds(&mut client, &production, &[]).await;
}

#[tokio::test]
async fn included_files_are_followed_without_being_open() {
    let folder = shop();
    let include =
        "from split_settings.tools import include\n\ninclude(\"base.py\", \"more/security.py\")\n";
    folder.write("shop/settings/production.py", format!("{include}{}", &PRODUCTION[20..]));
    folder.write("shop/settings/more/security.py", "X_FRAME_OPTIONS = \"DENY\"\n");
    let mut client = client(&folder).await;
    let security = uri(&folder, "shop/settings/more/security.py");
    client.open(&security, "X_FRAME_OPTIONS = \"DENY\"\n").await;
    finds(&mut client, &security, &[]).await;
    client.change(&security, 2, json!([{ "text": "X_FRAME_OPTIONS = \"ALLOWALL\"\n" }])).await;
    finds(&mut client, &security, &["DJ157"]).await;

    // The module that includes it is edited, never opened before: the part has no say any more.
    let production = uri(&folder, "shop/settings/production.py");
    client.open(&production, &format!("{include}{}", &PRODUCTION[20..])).await;
    let alone = PRODUCTION;
    client.change(&production, 2, json!([{ "text": alone }])).await;
    finds(&mut client, &security, &[]).await;
}

#[tokio::test]
async fn code_that_hangs_on_a_setting_is_looked_at_again_when_that_changes() {
    let folder = shop();
    let views = "from django.core.mail import send_mail\n\n\ndef invite(request, user):\n    link = request.build_absolute_uri(\"/invite/\")\n    send_mail(\"Come\", link, None, [user.email])\n";
    folder.write("shop/views.py", views);
    let mut client = client(&folder).await;
    let (production, views_uri) =
        (uri(&folder, "shop/settings/production.py"), uri(&folder, "shop/views.py"));
    client.open(&production, PRODUCTION).await;
    client.open(&views_uri, views).await;
    finds(&mut client, &views_uri, &[]).await;

    // The setting alone is edited.
    let any = PRODUCTION.replace("\"shop.example.org\"", "\"*\"");
    client.change(&production, 2, json!([{ "text": any }])).await;
    finds(&mut client, &views_uri, &["DJ289"]).await;
    client.change(&production, 3, json!([{ "text": PRODUCTION }])).await;
    finds(&mut client, &views_uri, &[]).await;
}

#[tokio::test]
async fn fields_of_a_form_elsewhere_are_followed() {
    let folder = shop();
    let forms = "from django import forms\n\n\nclass OrderForm(forms.Form):\n    name = forms.CharField()\n";
    let views = "from django.shortcuts import render\n\nfrom shop.forms import OrderForm\n\n\ndef order(request):\n    form = OrderForm(request.POST)\n    if form.is_valid():\n        save(request.POST[\"amount\"])\n    return render(request, \"order.html\", {})\n";
    folder.write("shop/forms.py", forms);
    folder.write("shop/views.py", views);
    let mut client = client(&folder).await;
    let (forms_uri, views_uri) = (uri(&folder, "shop/forms.py"), uri(&folder, "shop/views.py"));
    client.open(&forms_uri, forms).await;
    client.open(&views_uri, views).await;
    finds(&mut client, &views_uri, &[]).await;

    // What the module exports stays the same: a class of that name.
    let more = format!("{forms}    amount = forms.IntegerField()\n");
    client.change(&forms_uri, 2, json!([{ "text": more }])).await;
    finds(&mut client, &views_uri, &["DJ290"]).await;
}
