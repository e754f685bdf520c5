-- What `record` has Neovim do: open, look, repair, type, save, leave.

local function wait(what, holds)
  if not vim.wait(30000, holds, 20) then
    io.stderr:write('waited in vain for ' .. what .. '\n')
    vim.cmd('cq!')
  end
end

local function codes()
  local found = vim.tbl_map(function(d)
    return d.code
  end, vim.diagnostic.get(0))
  table.sort(found)
  return table.concat(found, ' ')
end

local function shows(wanted)
  wait('findings ' .. wanted, function()
    return codes() == wanted
  end)
end

local function run()
  shows('PY501 PY506 PY602')
  vim.fn.search('yaml\\.load')
  vim.lsp.buf.hover()
  wait('a hover', function()
    return #vim.api.nvim_list_wins() > 1
  end)
  vim.cmd('fclose!')
  vim.fn.search('verify=False', 'b')
  vim.fn.search('False')
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return vim.startswith(action.title, 'Check the certificate')
    end,
  })
  shows('PY506 PY602')
  local keys = vim.api.nvim_replace_termcodes('Go<CR>price = "für 𝟙 € 🧾", eval(input())<Esc>', true, false, true)
  vim.api.nvim_feedkeys(keys, 'xt', false)
  shows('PY307 PY506 PY602')
  vim.cmd.write()
  -- Leaving at once would close the pipe in the middle of the farewell, or not.
  vim.lsp.enable('watchpost', false)
  wait('the end of the server', function()
    return #vim.lsp.get_clients() == 0
  end)
  vim.cmd('qa!')
end

vim.api.nvim_create_autocmd('VimEnter', { callback = vim.schedule_wrap(run) })
