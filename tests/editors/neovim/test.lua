-- nvim --headless FILE, started by `run`: what a user does, and what must come of it.

local PATIENCE = 20000

local function say(...)
  io.write(table.concat({ ... }, ' '), '\n')
end

local function wait(what, holds)
  if not vim.wait(PATIENCE, holds, 20) then
    error('waited in vain for ' .. what, 0)
  end
end

local function equal(found, wanted, what)
  if not vim.deep_equal(found, wanted) then
    error(('%s\n  found  %s\n  wanted %s'):format(what, vim.inspect(found), vim.inspect(wanted)), 0)
  end
end

local function codes(bufnr)
  local found = vim.tbl_map(function(d)
    return d.code
  end, vim.diagnostic.get(bufnr))
  table.sort(found)
  return found
end

local function wait_for_codes(bufnr, wanted)
  local holds = function()
    return vim.deep_equal(codes(bufnr), wanted)
  end
  if not vim.wait(PATIENCE, holds, 20) then
    equal(codes(bufnr), wanted, 'findings of ' .. vim.api.nvim_buf_get_name(bufnr))
  end
end

local function client()
  return vim.lsp.get_clients({ name = 'watchpost' })[1]
end

local function open(path)
  -- To edit what is edited already would read it anew, and Neovim tells servers so only a while later.
  if vim.fn.bufnr(path) ~= vim.api.nvim_get_current_buf() then
    vim.cmd.edit(path)
  end
  return vim.api.nvim_get_current_buf()
end

local function line_of(bufnr, text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)) do
    local at = line:find(text, 1, true)
    if at then
      return number, at - 1
    end
  end
  error('no line has ' .. text, 0)
end

local function put_cursor(bufnr, text)
  local line, column = line_of(bufnr, text)
  vim.api.nvim_win_set_cursor(0, { line, column })
  return line
end

--- Applies the one action whose title begins so, as the menu does.
local function act(title)
  local seen = {}
  local tick = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      table.insert(seen, action.title)
      return vim.startswith(action.title, title)
    end,
  })
  local holds = vim.wait(PATIENCE, function()
    return vim.api.nvim_buf_get_changedtick(0) ~= tick
  end, 20)
  if not holds then
    error(('no action `%s…` changed the buffer; seen: %s'):format(title, table.concat(seen, ' | ')), 0)
  end
  return seen
end

local tests = {}
local function test(name, run)
  table.insert(tests, { name, run })
end

test('findings of a view', function()
  local views = vim.api.nvim_get_current_buf()
  wait_for_codes(views, { 'PY501', 'PY506', 'PY602' })
  equal(client().offset_encoding, 'utf-8', 'encoding')
  for _, found in ipairs(vim.diagnostic.get(views)) do
    equal(found.source, 'watchpost', 'source')
    assert(not found.message:find('\n'), 'a message of one line')
  end
end)

test('commands belong to the buffer', function()
  equal(vim.fn.exists(':LspWatchpostFixAll'), 2, 'in a Python file')
  vim.cmd.enew()
  equal(vim.fn.exists(':LspWatchpostFixAll'), 0, 'in an empty buffer')
  vim.cmd.buffer('shop/views.py')
  for _, command in ipairs(vim.tbl_keys(vim.api.nvim_buf_get_commands(0, {}))) do
    local help = vim.fn.getcompletion(':' .. command, 'help')
    assert(vim.tbl_contains(help, ':' .. command), command .. ' is in the help')
  end
end)

test('hover', function()
  put_cursor(0, 'True, check=True')
  vim.lsp.buf.hover()
  local shown
  wait('a hover window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        return true
      end
    end
  end)
  assert(shown:find('PY602', 1, true) and shown:find('shell', 1, true) and shown:find('CWE-78', 1, true), shown)
  vim.cmd('fclose!')
end)

test('the page of a rule', function()
  put_cursor(0, 'yaml.load')
  vim.cmd.LspWatchpostExplain()
  wait('the page', function()
    return vim.api.nvim_buf_get_name(0) == 'watchpost://PY506'
  end)
  equal(vim.bo.filetype, 'markdown', 'filetype')
  assert(vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]:find('PY506', 1, true), 'heading')
  vim.cmd.close()
  vim.cmd.LspWatchpostExplain('B602')
  wait('the page of an id of bandit', function()
    return vim.api.nvim_buf_get_name(0) == 'watchpost://B602'
  end)
  vim.cmd.close()
end)

test('a fix', function()
  local line = put_cursor(0, 'yaml.load')
  act('Load plain data only (unsafe)')
  equal(
    vim.api.nvim_buf_get_lines(0, line - 1, line, false)[1],
    '    prices = yaml.load(request.FILES["prices"], Loader=yaml.SafeLoader)',
    'the line after the fix'
  )
  wait_for_codes(0, { 'PY501', 'PY602' })
end)

test('silence', function()
  -- Changes without typing in between are one step of undo, unless it is told otherwise.
  vim.cmd('let &undolevels = &undolevels')
  local line = put_cursor(0, 'True, check=True')
  act('Ignore PY602 on this line')
  local text = vim.api.nvim_buf_get_lines(0, line - 2, line + 1, false)
  assert(table.concat(text, '\n'):find('# watchpost: ignore[PY602]', 1, true), vim.inspect(text))
  wait_for_codes(0, { 'PY501' })
  vim.cmd.undo()
  wait_for_codes(0, { 'PY501', 'PY602' })
  vim.cmd.redo()
  wait_for_codes(0, { 'PY501' })
end)

test('what is saved is what a client of the command line wants', function()
  vim.cmd.write()
  local out = vim.system({ 'watchpost', 'check', '--format', 'concise', 'shop/views.py' }, { text = true }):wait()
  local lines = vim.split(vim.trim(out.stdout), '\n')
  assert(lines[1]:find('PY501', 1, true) and not out.stdout:find('PY602', 1, true), out.stdout)
end)

test('all safe fixes', function()
  local bufnr = open('shop/prices.py')
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, { 'import yaml', '', 'one = yaml.load("a: 1")', 'two = yaml.load("b: 2")' })
  wait_for_codes(bufnr, { 'PY506', 'PY506' })
  vim.cmd.LspWatchpostFixAll()
  wait_for_codes(bufnr, {})
  equal(
    vim.api.nvim_buf_get_lines(bufnr, 0, -1, false),
    { 'import yaml', '', 'one = yaml.safe_load("a: 1")', 'two = yaml.safe_load("b: 2")' },
    'the buffer after all safe fixes'
  )
  vim.cmd('bwipeout!')
end)

test('the recipe of the help applies all safe fixes on writing', function()
  local help = table.concat(vim.fn.readfile(vim.api.nvim_get_runtime_file('doc/watchpost.txt', false)[1]), '\n')
  local recipe = help:match('when a file is written: >lua\n(.-)\n<')
  local autocommand = assert(loadstring('return ' .. vim.trim(recipe)))()
  local bufnr = open('shop/written.py')
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, { 'import yaml', '', 'one = yaml.load("a: 1")' })
  wait_for_codes(bufnr, { 'PY506' })
  vim.cmd.write()
  vim.api.nvim_del_autocmd(autocommand)
  equal(vim.fn.readfile('shop/written.py')[3], 'one = yaml.safe_load("a: 1")', 'the written file')
  vim.fn.delete('shop/written.py')
  vim.cmd('bwipeout!')
end)

test('settings count at once', function()
  vim.cmd.buffer('shop/views.py')
  local before = codes(0)
  local function set(settings)
    client().settings = { watchpost = settings }
    client():notify('workspace/didChangeConfiguration', { settings = client().settings })
  end
  set({ enable = false })
  wait_for_codes(0, {})
  set(vim.empty_dict())
  wait_for_codes(0, before)
end)

test('columns behind characters of two and four bytes', function()
  local bufnr = open('shop/emoji.py')
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, { 'price = "für 𝟙 € 🧾", eval(input())' })
  wait_for_codes(bufnr, { 'PY307' })
  local found = vim.diagnostic.get(bufnr)[1]
  equal(vim.api.nvim_buf_get_text(bufnr, 0, found.col, 0, found.end_col, {})[1], 'eval(input())', 'what is underlined')
  vim.cmd('bwipeout!')
end)

test('a mistake in the configuration', function()
  local bufnr = open('pyproject.toml')
  wait('the server to attach', function()
    return #vim.lsp.get_clients({ bufnr = bufnr, name = 'watchpost' }) == 1
  end)
  local line = line_of(bufnr, 'ignore = ')
  vim.api.nvim_buf_set_lines(bufnr, line - 1, line - 1, false, { 'ingore = ["PY1"]' })
  wait_for_codes(bufnr, { 'WP101' })
  vim.cmd.undo()
  wait_for_codes(bufnr, {})
end)

test('a configuration that is saved counts for the buffers that are open', function()
  local views = vim.fn.bufnr('shop/views.py')
  local before = codes(views)
  assert(vim.tbl_contains(before, 'PY501'), vim.inspect(before))
  local bufnr = open('pyproject.toml')
  local line = line_of(bufnr, 'ignore = ')
  vim.api.nvim_buf_set_lines(bufnr, line - 1, line, false, { 'ignore = ["PY101", "PY5"]' })
  vim.cmd.write()
  wait_for_codes(views, vim.tbl_filter(function(code)
    return not vim.startswith(code, 'PY5')
  end, before))
  vim.cmd.undo()
  vim.cmd.write()
  wait_for_codes(views, before)
end)

test('a rule of our own', function()
  vim.fn.mkdir('.watchpost/rules/python', 'p')
  vim.fn.writefile({ '; code = "SHOP1"', '; ---', '((call' }, '.watchpost/rules/python/SHOP1-no-print.scm')
  local bufnr = open('.watchpost/rules/python/SHOP1-no-print.scm')
  wait_for_codes(bufnr, { 'WP201' })
end)

test('other files of the same filetypes are left alone', function()
  vim.fn.writefile({ '[package]' }, 'Cargo.toml')
  local bufnr = open('Cargo.toml')
  vim.wait(300)
  equal(#vim.lsp.get_clients({ bufnr = bufnr }), 0, 'clients of Cargo.toml')
end)

test('a server that is killed comes back with the text of now', function()
  vim.cmd.buffer('shop/views.py')
  local bufnr = vim.api.nvim_get_current_buf()
  local first = client().id
  local said = {}
  local notify = vim.notify
  vim.notify = function(text)
    table.insert(said, text)
  end
  local servers = vim.fn.readfile(vim.env.SERVERS)
  -- Half a word is typed when it happens.
  vim.api.nvim_buf_set_lines(bufnr, -1, -1, false, { '', '', 'answer = ev' })
  vim.uv.kill(tonumber(servers[#servers]), 'sigkill')
  vim.api.nvim_buf_set_lines(bufnr, -2, -1, false, { 'answer = eval(input())' })
  wait('the restart', function()
    return client() and client().id ~= first and client().initialized
  end)
  vim.notify = notify
  wait_for_codes(bufnr, { 'PY307', 'PY501' })
  local told = vim.tbl_filter(function(text)
    return text:find('watchpost: the server ended with signal 9', 1, true)
  end, said)
  equal(#told, 1, 'the user is told once: ' .. vim.inspect(said))
  equal(vim.fn.exists(':LspWatchpostFixAll'), 2, 'the commands are there again')
end)

test('health', function()
  vim.cmd('checkhealth watchpost')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  assert(report:find('running, version', 1, true), report)
  assert(not report:find('ERROR', 1, true) and not report:find('WARNING', 1, true), report)
  vim.fn.writefile(vim.split(report, '\n'), vim.env.KEEP .. '/neovim-health.txt')
end)

local function run_all()
  local failed = 0
  for _, case in ipairs(tests) do
    local started = vim.uv.hrtime()
    local ok, message = xpcall(case[2], function(message)
      return type(message) == 'string' and message or debug.traceback(message)
    end)
    say(ok and 'ok' or 'NOT OK', case[1], ('(%.1f s)'):format((vim.uv.hrtime() - started) / 1e9))
    if not ok then
      failed = failed + 1
      say(message)
    end
  end
  vim.cmd(failed == 0 and 'qa!' or 'cq!')
end

-- Neovim is up only then, and enabling a server again does nothing before.
vim.api.nvim_create_autocmd('VimEnter', { callback = vim.schedule_wrap(run_all) })
