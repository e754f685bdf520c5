-- `:checkhealth watchpost`

local M = {}

local health = vim.health

--- The program a configuration starts, if it is given as a command line.
---@param config table?
---@return string
local function program_of(config)
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd[1] or 'watchpost'
end

local function check_program(program)
  local path = vim.fn.exepath(program)
  if path == '' then
    health.error(('`%s` is not on the PATH of this Neovim'):format(program), {
      'install watchpost, for example with `cargo install watchpost`',
      "or name its place: vim.lsp.config('watchpost', { cmd = { '/path/to/watchpost', 'serve' } })",
    })
    return
  end
  local ran, out = pcall(function()
    return vim.system({ path, '--version' }, { text = true }):wait(5000)
  end)
  if not ran or out.code ~= 0 then
    health.error(('`%s --version` does not run'):format(path), ran and vim.trim(out.stderr) or tostring(out))
  else
    health.ok(('%s at %s'):format(vim.trim(out.stdout), path))
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'watchpost' })
  if #clients == 0 then
    health.info('no buffer has it; open a Python file')
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    local version = vim.tbl_get(client, 'server_info', 'version') or 'unknown'
    health.ok(('running, version %s, %d buffer(s), root %s'):format(version, buffers, client.root_dir or 'none'))
    health.info('columns are counted in ' .. client.offset_encoding)
  end
end

function M.check()
  health.start('watchpost')
  if vim.fn.has('nvim-0.11') == 0 then
    health.error('Neovim 0.11 or newer is needed for vim.lsp.config', 'see :help watchpost-older')
    return
  end
  local config = vim.lsp.config.watchpost
  if not config then
    health.error('lsp/watchpost.lua is not on the runtime path', 'see :help watchpost-install')
    return
  end
  check_program(program_of(config))
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('watchpost') then
    health.warn('installed, but switched off', "put vim.lsp.enable('watchpost') into your configuration")
  end
  check_clients()
  health.info('log of all servers: ' .. vim.lsp.log.get_filename())
end

return M
