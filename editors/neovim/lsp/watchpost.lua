---@brief
---
--- watchpost shows security findings for Python and Django while you type.
---
--- Needs Neovim 0.11 and the program `watchpost` on your PATH. With this folder on the runtime path:
---
--- ```lua
--- vim.lsp.enable('watchpost')
--- ```

-- the file types the server knows
local LANGUAGES = {
  { filetypes = { 'python' }, whole_filetype = true, files = {} },
  { filetypes = { 'toml' }, whole_filetype = false, files = { '**/watchpost.toml', '**/.watchpost.toml', '**/pyproject.toml' } },
  { filetypes = { 'scheme', 'query' }, whole_filetype = false, files = { '**/.watchpost/rules/**/*.scm' } },
  { filetypes = { 'html', 'htmldjango', 'jinja' }, whole_filetype = false, files = { '**/templates/**/*.{html,htm,xhtml,djhtml}', '**/templates/**/*.{jinja,jinja2,j2}', '**/jinja2/**/*.{html,htm,xhtml,jinja,jinja2,j2}', '**/*.{html,htm}.{j2,jinja,jinja2,dj}', '**/*.djhtml' } },
  { filetypes = { 'javascript' }, whole_filetype = false, files = { '**/static/**/*.{js,mjs}' } },
}
-- end

local ROOTS = {
  { 'watchpost.toml', '.watchpost.toml', 'pyproject.toml', 'manage.py' },
  { 'requirements.txt', '.watchpost', '.git' },
}

-- A server that dies is started again this often, with growing pauses; then it is left alone.
local MOST_RESTARTS = 4
local CALM_AFTER_MS = 180000

local deaths = {}

--- Every filetype that can hold a file for the server.
---@return string[]
local function filetypes()
  local all = {}
  for _, language in ipairs(LANGUAGES) do
    vim.list_extend(all, language.filetypes)
  end
  return all
end

--- Whether the server has something to say about a buffer: TOML is a filetype of many, and
--- only some of its files are ours.
---@param bufnr integer
local function wanted(bufnr)
  local path = vim.fs.normalize(vim.api.nvim_buf_get_name(bufnr))
  for _, language in ipairs(LANGUAGES) do
    if vim.tbl_contains(language.filetypes, vim.bo[bufnr].filetype) then
      if language.whole_filetype then
        return true
      end
      for _, glob in ipairs(language.files) do
        if vim.glob.to_lpeg(glob):match(path) then
          return true
        end
      end
    end
  end
  return false
end

---@param text string
---@param level integer
local function say(text, level)
  vim.notify('watchpost: ' .. text, level)
end

---@param client vim.lsp.Client
---@param command string
local function offers(client, command)
  local provider = client.server_capabilities.executeCommandProvider
  return provider ~= nil and vim.tbl_contains(provider.commands or {}, command)
end

--- Runs a command of the server and hands its result on.
---@param client vim.lsp.Client
---@param bufnr integer
---@param command string
---@param arguments any[]
---@param done fun(result: any)
local function execute(client, bufnr, command, arguments, done)
  local params = { command = command, arguments = arguments }
  client:request('workspace/executeCommand', params, function(err, result)
    if err then
      say(err.message, vim.log.levels.ERROR)
    else
      done(result)
    end
  end, bufnr)
end

--- Opens a text, Markdown unless it says otherwise, in a window of its own; `q` closes it.
---@param title string
---@param text string
---@param filetype string?
local function show(title, text, filetype)
  local name = 'watchpost://' .. title
  local lines = vim.split(vim.trim(text), '\n', { plain = true })
  -- A page that is open already shows what is new.
  for _, win in ipairs(vim.api.nvim_list_wins()) do
    local buf = vim.api.nvim_win_get_buf(win)
    if vim.api.nvim_buf_get_name(buf) == name then
      vim.bo[buf].modifiable = true
      vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
      vim.bo[buf].modifiable = false
      vim.api.nvim_set_current_win(win)
      return
    end
  end
  local buf = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  vim.bo[buf].filetype = filetype or 'markdown'
  vim.bo[buf].bufhidden = 'wipe'
  vim.bo[buf].modifiable = false
  vim.cmd.split()
  vim.api.nvim_win_set_buf(0, buf)
  vim.api.nvim_buf_set_name(buf, name)
  vim.keymap.set('n', 'q', '<cmd>close<cr>', { buffer = buf, desc = 'Close this page' })
end

--- The code of the finding under the cursor, or the first one on its line.
---@return string?
local function code_here()
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  local first
  for _, found in ipairs(vim.diagnostic.get(0, { lnum = line - 1 })) do
    if found.source == 'watchpost' then
      first = first or found.code
      if found.col <= column and column < found.end_col then
        return found.code
      end
    end
  end
  return first
end

---@param client vim.lsp.Client
---@param bufnr integer
---@param code string
local function show_rule(client, bufnr, code)
  if offers(client, 'watchpost.showRule') then
    execute(client, bufnr, 'watchpost.showRule', { code }, function(page)
      if type(page) == 'string' then
        show(code, page)
      end
    end)
    return
  end
  local cmd = client.config.cmd
  local program = type(cmd) == 'table' and cmd[1] or 'watchpost'
  vim.system({ program, 'explain', code }, { text = true }, function(out)
    vim.schedule(function()
      if out.code == 0 then
        show(code, out.stdout)
      else
        say(vim.trim(out.stderr), vim.log.levels.ERROR)
      end
    end)
  end)
end

--- Shows the security checklist of a Django project.
---@param client vim.lsp.Client
---@param bufnr integer
---@param uri string
local function show_checklist(client, bufnr, uri)
  execute(client, bufnr, 'watchpost.posture', { uri, { quiet = true } }, function(text)
    if type(text) == 'string' then
      show('checklist', text, 'text')
    end
  end)
end

---@param client vim.lsp.Client
---@param bufnr integer
local function add_commands(client, bufnr)
  local function add(name, run, options)
    vim.api.nvim_buf_create_user_command(bufnr, name, run, options)
  end

  add('LspWatchpostFixAll', function()
    vim.lsp.buf.code_action({
      context = { only = { 'source.fixAll.watchpost' }, diagnostics = {} },
      apply = true,
    })
  end, { desc = 'Apply all safe fixes of watchpost in this buffer' })

  add('LspWatchpostExplain', function(options)
    local code = options.args ~= '' and options.args or code_here()
    if code then
      show_rule(client, bufnr, code)
    else
      say('no finding on this line; name a rule, as in :LspWatchpostExplain PY602', vim.log.levels.WARN)
    end
  end, { nargs = '?', desc = 'Show what a rule is about' })

  -- What the server does not offer is no command here either.
  if offers(client, 'watchpost.scanWorkspace') then
    add('LspWatchpostScanWorkspace', function()
      execute(client, bufnr, 'watchpost.scanWorkspace', {}, function() end)
    end, { desc = 'Check every file of the workspace' })
  end
  if offers(client, 'watchpost.createBaseline') then
    add('LspWatchpostCreateBaseline', function()
      local root = vim.uri_from_fname(client.root_dir or vim.fn.getcwd())
      execute(client, bufnr, 'watchpost.createBaseline', { root }, function() end)
    end, { desc = "Write down today's findings, so that only new ones are shown" })
  end
  if offers(client, 'watchpost.posture') then
    add('LspWatchpostChecklist', function()
      show_checklist(client, bufnr, vim.uri_from_bufnr(bufnr))
    end, { desc = 'Show the security checklist of this Django project' })
  end
  if offers(client, 'watchpost.debugInformation') then
    add('LspWatchpostDebugInformation', function()
      execute(client, bufnr, 'watchpost.debugInformation', {}, function(text)
        show('debug-information', type(text) == 'string' and text or vim.inspect(text))
      end)
    end, { desc = 'Show what to put into a report about watchpost' })
  end
end

--- Starts the server again after it died, for the buffers it was attached to.
---@param code integer
---@param signal integer
local function restart(code, signal)
  if vim.v.exiting ~= vim.NIL or not vim.lsp.is_enabled('watchpost') then
    return
  end
  local now = vim.uv.now()
  deaths = vim.tbl_filter(function(at)
    return now - at < CALM_AFTER_MS
  end, deaths)
  table.insert(deaths, now)
  local how = signal ~= 0 and ('signal ' .. signal) or ('status ' .. code)
  if #deaths > MOST_RESTARTS then
    say(('the server ended with %s again and is left alone; :checkhealth watchpost says more'):format(how), vim.log.levels.ERROR)
    return
  end
  say(('the server ended with %s and is started again'):format(how), vim.log.levels.WARN)
  vim.defer_fn(function()
    if vim.lsp.is_enabled('watchpost') then
      -- Enabling once more attaches to every buffer that is open.
      vim.lsp.enable('watchpost')
    end
  end, 250 * 2 ^ #deaths)
end

--- Asks again for the findings of all open buffers, as the server wishes after a change of
--- settings or configuration. Neovim by itself asks for those of the workspace then, and takes
--- from the answer only what is about files that are not open.
---@param ctx lsp.HandlerContext
local function refresh(err, result, ctx)
  local client = vim.lsp.get_client_by_id(ctx.client_id)
  for bufnr in pairs(client and client.attached_buffers or {}) do
    client:request('textDocument/diagnostic', {
      textDocument = vim.lsp.util.make_text_document_params(bufnr),
      identifier = vim.tbl_get(client.server_capabilities, 'diagnosticProvider', 'identifier'),
    }, nil, bufnr)
  end
  local default = vim.lsp.handlers['workspace/diagnostic/refresh']
  return default and default(err, result, ctx) or vim.NIL
end

---@type vim.lsp.Config
return {
  cmd = { 'watchpost', 'serve' },
  filetypes = filetypes(),
  root_dir = function(bufnr, attach)
    if wanted(bufnr) then
      -- The first list counts before the second, as in `root_markers`.
      attach(vim.fs.root(bufnr, ROOTS[1]) or vim.fs.root(bufnr, ROOTS[2]))
    end
  end,
  settings = { watchpost = vim.empty_dict() },
  handlers = { ['workspace/diagnostic/refresh'] = refresh },
  -- what stands behind the lens above a settings module
  commands = {
    ['watchpost.posture'] = function(command, ctx)
      local client = vim.lsp.get_client_by_id(ctx.client_id)
      if client then
        show_checklist(client, ctx.bufnr, command.arguments[1])
      end
    end,
  },
  on_attach = add_commands,
  on_exit = function(code, signal)
    if code ~= 0 or signal ~= 0 then
      vim.schedule(function()
        restart(code, signal)
      end)
    end
  end,
}
