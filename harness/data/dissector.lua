-- Everything below walks the tables above; it knows no message by name, save EXCEPTION.

simconnect.prefs.port = Pref.uint("TCP port", DEFAULT_PORT, "Where the simulator listens; other ports are recognised by what is said")

local OLDEST, NEWEST = 2, 6
local CLIENT_HEADER, SERVER_HEADER = 16, 12
local LONGEST_FRAME = 41088
local CLIENT_BITS = 0xF0000000

local header = {
  size = ProtoField.uint32("simconnect.size", "size", base.DEC, nil, nil, "bytes of the frame"),
  version = ProtoField.uint32("simconnect.version", "version", base.DEC, VERSIONS, nil, "version of the protocol"),
  id = ProtoField.uint32("simconnect.id", "id", base.HEX, nil, nil, "which message; clients set the high bits"),
  send_id = ProtoField.uint32("simconnect.send_id", "send_id", base.DEC, nil, nil, "number of a client's frame"),
  message = ProtoField.string("simconnect.message", "message", base.ASCII, "its name"),
  payload = ProtoField.bytes("simconnect.payload", "payload", base.NONE, "of a message that is not known"),
  meaning = ProtoField.string("simconnect.exception.meaning", "meaning", base.ASCII, "of the exception"),
  answers = ProtoField.framenum("simconnect.exception.answers", "answers the message in", base.NONE, frametype.REQUEST),
}
for _, field in pairs(header) do table.insert(fields, field) end
simconnect.fields = fields

local expert_malformed = ProtoExpert.new("simconnect.malformed", "Malformed frame", expert.group.MALFORMED, expert.severity.ERROR)
local expert_unknown = ProtoExpert.new("simconnect.unknown", "Unknown message", expert.group.UNDECODED, expert.severity.WARN)
local expert_exception = ProtoExpert.new("simconnect.exception", "Exception", expert.group.RESPONSE_CODE, expert.severity.WARN)
local experts = { expert_malformed, expert_unknown, expert_exception }
for _, one in ipairs(talk_experts) do table.insert(experts, one) end
simconnect.experts = experts

-- What was learned of connections: versions by "client server", and who serves.
local versions, servers = {}, {}
function simconnect.init()
  versions, servers = {}, {}
  forget_talk()
end

local function endpoint(address, port)
  return tostring(address) .. ":" .. port
end

local function exists(row, version)
  return (version >= row.since or row.since == OLDEST) and (version <= row.till or row.till == NEWEST)
end

local width
local function width_of(rows, version)
  local sum = 0
  for _, row in ipairs(rows) do
    if exists(row, version) then sum = sum + width(row, version) end
  end
  return sum
end
width = function(row, version)
  return row.members and width_of(row.members, version) or row.bytes
end

local function add_simple(tree, row, range)
  if row.form == "text" or row.form == "text_to_end" or row.form == "character" then
    add_text(tree, row.field, range)
  elseif row.form == "bytes" or row.form == "bytes_to_end" then
    tree:add(row.field, range)
  else
    tree:add_le(row.field, range)
  end
  local common = IDS[row.id]
  if common and range:len() == 4 then tree:add_le(common, range):set_hidden() end
end

-- Walks rows from `at`; where it ends, or nothing and the name of the row that is cut.
local walk
local function walk_elements(row, tvb, tree, at, version, state)
  local each = width(row, version)
  for i = 0, state.count - 1 do
    if at + each > tvb:len() then return nil, row.name .. "[" .. i .. "]" end
    if row.members then
      local element = tree:add(simconnect, tvb(at, each), row.name .. "[" .. i .. "]")
      walk(row.members, tvb, element, at, version, state)
    else
      tree:add_le(row.field, tvb(at, each))
    end
    at = at + each
  end
  if row.form == "padded_elements" and state.count == 0 and tvb:len() - at == each then at = tvb:len() end
  return at
end

local function walk_value(row, tvb, tree, at, state)
  local rest = tvb:len() - at
  if state.type == 0 then
    if rest < 8 then return nil, row.name end
    tree:add_le(row.number, tvb(at, 8))
    return at + 8
  end
  if rest == 0 then return at end
  if state.type == 1 then
    add_text(tree, row.text, tvb(at, rest))
  else
    tree:add(row.raw, tvb(at, rest))
  end
  return tvb:len()
end

local function walk_row(row, tvb, tree, at, version, state)
  local rest = tvb:len() - at
  if row.form == "elements" or row.form == "padded_elements" then
    return walk_elements(row, tvb, tree, at, version, state)
  elseif row.form == "value" then
    return walk_value(row, tvb, tree, at, state)
  elseif row.form == "text_to_end" or row.form == "bytes_to_end" then
    if rest > 0 then add_simple(tree, row, tvb(at, rest)) end
    return tvb:len()
  end
  local bytes = width(row, version)
  if rest < bytes then
    if not (row.least and rest >= row.least) then return nil, row.name end
    if row.form == "text" and rest > 0 then add_simple(tree, row, tvb(at, rest)) end
    if row.form ~= "text" and rest > 0 then return nil, row.name end
    return tvb:len()
  end
  if row.members then
    return walk(row.members, tvb, tree:add(simconnect, tvb(at, bytes), row.name), at, version, state)
  end
  if row.form == "count" then state.count = tvb(at, 4):le_uint() end
  if row.form == "value_type" then state.type = tvb(at, 4):le_uint() end
  add_simple(tree, row, tvb(at, bytes))
  return at + bytes
end

-- Rows of the message itself are kept at hand, and the ids among them.
local function note_row(row, tvb, at, next_at, state)
  if row.members or next_at <= at then return end
  state.ranges[row.name] = tvb(at, next_at - at)
  if row.id and not state.ids[row.id] and next_at - at == 4 then state.ids[row.id] = tvb(at, 4):le_uint() end
end

walk = function(rows, tvb, tree, at, version, state)
  for _, row in ipairs(rows) do
    if exists(row, version) then
      local next_at, cut = walk_row(row, tvb, tree, at, version, state)
      if not next_at then return nil, cut end
      if rows == state.rows then note_row(row, tvb, at, next_at, state) end
      at = next_at
    end
  end
  return at
end

local function is_of_client(tvb, pinfo)
  if tvb:len() >= 12 and bit.band(tvb(8, 4):le_uint(), CLIENT_BITS) ~= 0 then return true end
  if pinfo.dst_port == simconnect.prefs.port then return true end
  if pinfo.src_port == simconnect.prefs.port then return false end
  return servers[endpoint(pinfo.dst, pinfo.dst_port)] == true
end

local function add_exception(tvb, tree, message)
  if tvb:len() < 24 then return end
  local text = MEANINGS[tvb(12, 4):le_uint()] or "unknown"
  tree:add(header.meaning, tvb(12, 4), text):set_generated()
  if message then
    tree:add(header.answers, tvb(16, 4), message.frame):set_generated()
    text = text .. "; answers " .. message.name .. " in frame " .. message.frame
  end
  tree:add_proto_expert_info(expert_exception, text)
end

-- Behind the name in the list of packets: which request, which event, which exception.
local function summary_of(name, state, note)
  local text = name
  if state.ids.request then text = text .. " request=" .. state.ids.request end
  if note.event then text = text .. " " .. note.event end
  if note.area then text = text .. " \"" .. note.area .. "\"" end
  return text
end

local function dissect_frame(tvb, pinfo, root)
  local by_client = is_of_client(tvb, pinfo)
  local from, to = endpoint(pinfo.src, pinfo.src_port), endpoint(pinfo.dst, pinfo.dst_port)
  local connection = by_client and (from .. " " .. to) or (to .. " " .. from)
  local header_bytes = by_client and CLIENT_HEADER or SERVER_HEADER
  local tree = root:add(simconnect, tvb())
  pinfo.cols.protocol = "SimConnect"
  if tvb:len() < header_bytes or tvb(0, 4):le_uint() ~= tvb:len() then
    tree:add_proto_expert_info(expert_malformed, "no frame begins here: length " .. (tvb:len() >= 4 and tvb(0, 4):le_uint() or 0))
    return tvb:len()
  end
  local version, id = tvb(4, 4):le_uint(), tvb(8, 4):le_uint()
  if by_client then
    versions[connection] = version
    if bit.band(id, CLIENT_BITS) ~= 0 then servers[to] = true end
  else
    version = versions[connection] or version
  end
  local message = (by_client and CLIENT or SERVER)[bit.band(id, 0x0FFFFFFF)]
  local name = message and message.name or string.format("unknown 0x%x", bit.band(id, 0x0FFFFFFF))
  tree:append_text(", " .. name)
  tree:add_le(header.size, tvb(0, 4))
  tree:add_le(header.version, tvb(4, 4))
  tree:add_le(header.id, tvb(8, 4))
  if by_client then
    tree:add_le(header.send_id, tvb(12, 4))
  end
  tree:add(header.message, tvb(8, 4), name):set_generated()
  if not message then
    pinfo.cols.info:append((by_client and " > " or " < ") .. name)
    if tvb:len() > header_bytes then tree:add(header.payload, tvb(header_bytes)) end
    tree:add_proto_expert_info(expert_unknown, name)
    return tvb:len()
  end
  local state = { count = 0, type = 0, rows = message.rows, ranges = {}, ids = {} }
  if by_client then state.ranges.send_id = tvb(12, 4) end
  local at, cut = walk(message.rows, tvb, tree, header_bytes, version, state)
  if not at then
    tree:add_proto_expert_info(expert_malformed, name .. "." .. cut .. ": the frame ends after " .. tvb:len() .. " bytes")
  elseif at < tvb:len() then
    tree:add_proto_expert_info(expert_malformed, name .. ": " .. (tvb:len() - at) .. " bytes left over")
  end
  state.whole = at ~= nil
  local note = relate(tvb, pinfo, tree, connection, message, by_client, state)
  pinfo.cols.info:append((by_client and " > " or " < ") .. summary_of(name, state, note))
  if not by_client and id == EXCEPTION_ID then add_exception(tvb, tree, note.request) end
  return tvb:len()
end

-- A length that no frame can have takes the rest of the segment, which is then said to be malformed.
local function frame_length(tvb, _, offset)
  local length = tvb(offset, 4):le_uint()
  if length < SERVER_HEADER or length > LONGEST_FRAME then return tvb:len() - offset end
  return length
end

local function dissect(tvb, pinfo, tree)
  if not pinfo.private["simconnect"] then  -- TCP calls again for a frame that ends in this packet
    pinfo.private["simconnect"] = "seen"
    pinfo.cols.info:set(pinfo.src_port .. " → " .. pinfo.dst_port)
  end
  dissect_tcp_pdus(tvb, tree, 4, frame_length, dissect_frame)
  return tvb:len()
end
simconnect.dissector = dissect

local function recognise(tvb, pinfo, tree)
  if tvb:len() < SERVER_HEADER then return false end
  local length, version, id = tvb(0, 4):le_uint(), tvb(4, 4):le_uint(), tvb(8, 4):le_uint()
  if length < SERVER_HEADER or length > LONGEST_FRAME or not VERSIONS[version] then return false end
  local by_client = bit.band(id, CLIENT_BITS) == CLIENT_BITS
  if not (by_client and CLIENT or SERVER)[bit.band(id, 0x0FFFFFFF)] then return false end
  pinfo.conversation = simconnect
  dissect(tvb, pinfo, tree)  -- simconnect.dissector would be one call deeper, where TCP puts no frame together any more
  return true
end
simconnect:register_heuristic("tcp", recognise)

local registered
local function register_port()
  local ports = DissectorTable.get("tcp.port")
  if registered then ports:remove(registered, simconnect) end
  registered = simconnect.prefs.port
  if registered > 0 then ports:add(registered, simconnect) end
end
function simconnect.prefs_changed()
  if registered ~= simconnect.prefs.port then register_port() end
end
register_port()
