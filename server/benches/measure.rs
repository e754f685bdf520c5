//! What both benches need: medians, and Python code of any length that looks like real code.

use std::time::{Duration, Instant};

/// The median time of `n_runs` calls, after one that warms up.
pub fn median(n_runs: usize, mut work: impl FnMut()) -> Duration {
    work();
    let mut times: Vec<Duration> = (0..n_runs.max(1))
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Milliseconds, for printing.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// How often `baseline` fits into `time`.
pub fn ratio(time: Duration, baseline: Duration) -> f64 {
    time.as_secs_f64() / baseline.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// About `n_lines` lines of code as web projects have it; `salt` makes one file differ from the next.
pub fn code(n_lines: usize, salt: usize) -> String {
    let mut text = String::from(
        "import json\nimport logging\nimport os\nimport subprocess\nfrom pathlib import Path\n\n\
         from django.db import models\nfrom django.http import JsonResponse\n\n\
         logger = logging.getLogger(__name__)\n\n\n",
    );
    let mut written = 12;
    let mut n = salt;
    while written < n_lines {
        n += 1;
        text.push_str(&format!(
            "class Order{n}(models.Model):\n\
             \x20   \"\"\"An order of kind {n}.\"\"\"\n\n\
             \x20   number = models.CharField(max_length={n}, unique=True)\n\
             \x20   items = models.ManyToManyField(\"shop.Item\", related_name=\"orders{n}\")\n\n\
             \x20   def total(self, currency=\"EUR\", *, rounded=True):\n\
             \x20       amounts = [item.price * item.count for item in self.items.all()]\n\
             \x20       if rounded and currency not in (\"JPY\", \"KRW\"):\n\
             \x20           return round(sum(amounts), 2)  # cents\n\
             \x20       return sum(amounts)\n\n\
             \x20   def export(self, folder):\n\
             \x20       path = Path(folder) / f\"order-{{self.number}}.json\"\n\
             \x20       try:\n\
             \x20           path.write_text(json.dumps({{\"number\": self.number, \"total\": self.total()}}))\n\
             \x20       except OSError as error:\n\
             \x20           logger.warning(\"cannot write %s: %s\", path, error)\n\
             \x20           raise\n\
             \x20       return path\n\n\n\
             def order_{n}_view(request, pk):\n\
             \x20   order = Order{n}.objects.filter(pk=pk, owner=request.user).first()\n\
             \x20   if order is None:\n\
             \x20       return JsonResponse({{\"error\": \"no such order\"}}, status=404)\n\
             \x20   subprocess.run([\"convert\", os.path.join(\"/srv\", str(pk))], check=True)\n\
             \x20   return JsonResponse({{\"total\": str(order.total(rounded=False))}})\n\n\n",
        ));
        if n % 20 == 0 {
            text.push_str(&format!(
                "def archive_{n}(name):\n    subprocess.run(f\"tar {{name}}\", shell=True)\n\n\n"
            ));
            written += 4;
        }
        written += 30;
    }
    text
}
