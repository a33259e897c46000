-- What a connection said so far: definitions, requests, names. Wireshark dissects a packet again whenever it is shown,
-- so what a frame means is settled once, when it is first seen, and kept in `memory` under the frame's place.

local talk_fields = {
  data = field(ProtoField.none("simconnect.data", "values", "by the definition that the client made before")),
  data_name = field(ProtoField.string("simconnect.data.name", "name", base.ASCII, "of the variable, or place in a client data area")),
  data_unit = field(ProtoField.string("simconnect.data.unit", "unit", base.ASCII, "as the client asked for it")),
  data_id = field(ProtoField.uint32("simconnect.data.datum_id", "datum_id", base.DEC, nil, nil, "tag in front of the value")),
  data_number = field(ProtoField.double("simconnect.data.number", "number", "a value of any numeric type")),
  data_text = field(ProtoField.string("simconnect.data.text", "text", base.UNICODE, "a value that is a text")),
  data_bytes = field(ProtoField.bytes("simconnect.data.bytes", "bytes", base.NONE, "a value without a type")),
  defined_in = field(ProtoField.framenum("simconnect.data.defined_in", "defined up to", base.NONE, nil, nil, "the last message of the definition")),
  response_in = field(ProtoField.framenum("simconnect.response_in", "first answer in", base.NONE, frametype.RESPONSE)),
  response_to = field(ProtoField.framenum("simconnect.response_to", "answers the request in", base.NONE, frametype.REQUEST)),
  response_time = field(ProtoField.relative_time("simconnect.response_time", "time since the request", "of every answer to a request, and of an exception")),
  response_interval = field(ProtoField.relative_time("simconnect.response_interval", "time since the last answer", "to the same request")),
  refused_in = field(ProtoField.framenum("simconnect.exception.in", "refused in", base.NONE, frametype.RESPONSE)),
  event_name = field(ProtoField.string("simconnect.event_name", "event", base.ASCII, "what the client gave the event's number to")),
  area_name = field(ProtoField.string("simconnect.client_data_name", "client data area", base.UNICODE, "what the client gave the area's number to")),
  application = field(ProtoField.string("simconnect.application", "application", base.UNICODE, "as the client calls itself")),
}

local expert_refused = ProtoExpert.new("simconnect.refused", "The simulator refuses this", expert.group.RESPONSE_CODE, expert.severity.WARN)
local expert_undefined = ProtoExpert.new("simconnect.undefined", "Data of an unknown definition", expert.group.UNDECODED, expert.severity.NOTE)
local expert_mismatch = ProtoExpert.new("simconnect.mismatch", "Data that do not fit their definition", expert.group.MALFORMED, expert.severity.WARN)
local talk_experts = { expert_refused, expert_undefined, expert_mismatch }

local connections, memory = {}, {}
local tcp_stream = Field.new("tcp.stream")

local function forget_talk()
  connections, memory = {}, {}
end

-- By the number that Wireshark gives a connection: ports are used again.
local function connection_of(endpoints)
  local stream = tcp_stream()
  local key = stream and stream.value or endpoints
  local known = connections[key]
  if not known then
    known = { key = key, data = {}, client_data = {}, requests = {}, sent = {}, events = {}, areas = {} }
    connections[key] = known
  end
  return known
end

-- What was settled about this frame, or an empty place for it.
local function remembered(connection, tvb, pinfo)
  local key = connection.key .. " " .. pinfo.number .. " " .. tvb:offset() .. " " .. tvb:raw(0, math.min(tvb:len(), 16))
  local known = memory[key]
  if known then return known, false end
  known = {}
  memory[key] = known
  return known, true
end

local function number_in(state, name)
  local range = state.ranges[name]
  return range and range:len() >= 4 and range(0, 4):le_uint() or nil
end

local function text_in(state, name)
  local range = state.ranges[name]
  if not range then return nil end
  local raw = range:raw()
  return raw:sub(1, (raw:find("\0", 1, true) or #raw + 1) - 1)
end

-- A text up to its first NUL.
local function add_text(tree, field_, range)
  local length = (range:raw():find("\0", 1, true) or range:len() + 1) - 1
  local text = length > 0 and range(0, length):string(ENC_UTF_8) or ""
  return tree:add(field_, range, text)
end

-- ---- definitions: those that data refer to are not changed, but copied first

local function datums_of(definitions, id)
  local definition = definitions[id]
  if definition and not definition.used then return definition end
  local copy = { datums = {}, bytes = definition and definition.bytes or 0 }
  if definition then
    for i, datum in ipairs(definition.datums) do copy.datums[i] = datum end
  end
  definitions[id] = copy
  return copy
end

local function use(definitions, id)
  local definition = definitions[id]
  if definition then definition.used = true end
  return definition
end

local CLIENT_DATA_TYPES = { [-1] = 17, [-2] = "int16", [-3] = 1, [-4] = 2, [-5] = 3, [-6] = 4 }
local AUTO = 0xFFFFFFFF

local hear = {}

function hear.Open(connection, state)
  connection.application = text_in(state, "application_name")
end

function hear.AddToDataDefinition(connection, state, pinfo)
  local name, unit = text_in(state, "datum_name"), text_in(state, "units_name")
  local definition = datums_of(connection.data, number_in(state, "define_id"))
  if unit == "NULL" then unit = "" end
  definition.frame = pinfo.number
  table.insert(definition.datums, { name = name, unit = unit or "", type = number_in(state, "datum_type"), id = number_in(state, "datum_id") or AUTO })
end

function hear.ClearDataDefinition(connection, state)
  connection.data[number_in(state, "define_id")] = nil
end

function hear.AddToClientDataDefinition(connection, state, pinfo)
  local definition = datums_of(connection.client_data, number_in(state, "define_id"))
  local size, place = state.ranges.size_or_type(0, 4):le_int(), number_in(state, "offset")
  local type = CLIENT_DATA_TYPES[size]
  local bytes = type == "int16" and 2 or type and DATA_TYPES[type].bytes or math.max(size, 0)
  if place == AUTO then place = definition.bytes end
  definition.bytes = place + bytes
  definition.frame = pinfo.number
  table.insert(definition.datums, { name = "+" .. place, unit = "", type = type or "bytes", bytes = bytes, id = number_in(state, "datum_id") or AUTO })
end

function hear.ClearClientDataDefinition(connection, state)
  connection.client_data[number_in(state, "define_id")] = nil
end

function hear.MapClientEventToSimEvent(connection, state)
  connection.events[number_in(state, "client_event_id")] = text_in(state, "event_name")
end

function hear.SubscribeToSystemEvent(connection, state)
  connection.events[number_in(state, "client_event_id")] = text_in(state, "system_event_name")
end

function hear.MapClientDataNameToID(connection, state)
  connection.areas[number_in(state, "client_data_id")] = text_in(state, "client_data_name")
end

-- Which definition the data of a message follow: definitions, whether tags are in front of values, repetitions.
local CLIENT_TAGGED, SERVER_TAGGED = 1, 2
local carries = {}

function carries.SetDataOnSimObject(connection, state)
  return connection.data, CLIENT_TAGGED, math.max(number_in(state, "array_count") or 1, 1)
end

function carries.SetClientData(connection)
  return connection.client_data, CLIENT_TAGGED, 1
end

function carries.SIMOBJECT_DATA(connection)
  return connection.data, SERVER_TAGGED, 1
end

carries.SIMOBJECT_DATA_BYTYPE = carries.SIMOBJECT_DATA

function carries.CLIENT_DATA(connection)
  return connection.client_data, SERVER_TAGGED, 1
end

-- ---- values

local function add_number(tree, range, name, number, unit)
  local item = tree:add(talk_fields.data_number, range, number)
  item:set_text(name .. ": " .. string.format("%.15g", number) .. (unit ~= "" and " " .. unit or ""))
  return item
end

local function read_number(kind, range)
  if kind == "float" then return range:le_float() end
  if kind == "double" then return range:le_float() end
  if range:len() == 8 then return range:le_int64():tonumber() end
  if kind == "uint" then return range:le_uint() end
  return range:le_int()
end

-- The field of this variable itself, to filter and to plot by.
local function add_variable(item, range, datum, number, text)
  local variable = VARIABLES[datum.name:gsub("^[aA]:", ""):gsub(":%d+$", ""):upper()]
  if not variable then return end
  if number and variable.number then
    item:add(variable.number, range, number):set_hidden()
  elseif text and variable.text then
    item:add(variable.text, range, text):set_hidden()
  end
end

-- Adds the value of a datum at `at`; where it ends, or nothing if it is cut.
local function add_value(tvb, tree, at, datum)
  local rest, type = tvb:len() - at, DATA_TYPES[datum.type]
  local range, item, number, text
  if not type then
    local bytes = datum.type == "int16" and 2 or datum.bytes
    if not bytes or bytes == 0 or rest < bytes then return nil end
    range = tvb(at, bytes)
    if datum.type == "int16" then
      number = range:le_int()
    else
      item = tree:add(talk_fields.data_bytes, range)
      item:set_text(datum.name .. ": " .. tostring(range:bytes()))
    end
  elseif type.members then
    if rest < type.bytes then return nil end
    item = tree:add(talk_fields.data, tvb(at, type.bytes))
    item:set_text(datum.name)
    for _, member in ipairs(type.members) do
      range = tvb(at, member.bytes)
      if member.kind == "text" then
        add_text(item, talk_fields.data_text, range)
      else
        local each = add_number(item, range, member.name, read_number(member.kind, range), member.unit)
        each:add(talk_fields.data_name, range, datum.name .. "." .. member.name):set_generated()
      end
      at = at + member.bytes
    end
    return at
  elseif type.kind == "text" then
    local zero = tvb:raw(at):find("\0", 1, true)
    local bytes = type.bytes or math.min(math.floor(((zero or rest) + 3) / 4) * 4, rest)
    if bytes == 0 or rest < bytes then return nil end
    range = tvb(at, bytes)
    text = tvb:raw(at, math.min((zero or rest + 1) - 1, bytes))
    item = tree:add(talk_fields.data_text, range, text)
    item:set_text(datum.name .. ': "' .. text .. '"')
  else
    if rest < type.bytes then return nil end
    range = tvb(at, type.bytes)
    number = read_number(type.kind, range)
  end
  if number then item = add_number(tree, range, datum.name, number, datum.unit) end
  item:add(talk_fields.data_name, range, datum.name):set_generated()
  if datum.unit ~= "" then item:add(talk_fields.data_unit, range, datum.unit):set_generated() end
  add_variable(item, range, datum, number, text)
  return at + range:len(), item
end

-- Without ids of their own, tags are places.
local function datum_tagged(definition, tag)
  for _, datum in ipairs(definition.datums) do
    if datum.id == tag then return datum end
  end
  return definition.datums[tag + 1]
end

local function add_data(tvb, tree, at, definition, tagged, repetitions)
  local count, total = 0, #definition.datums * repetitions
  while at < tvb:len() do
    local datum, tag = definition.datums[count % math.max(#definition.datums, 1) + 1], nil
    if tagged then
      if tvb:len() - at < 4 then break end
      tag = tvb(at, 4)
      datum = datum_tagged(definition, tag:le_uint())
    elseif count >= total then
      break
    end
    if not datum then break end
    local next_at, item = add_value(tvb, tree, at + (tag and 4 or 0), datum)
    if not next_at then break end
    if tag and item then item:add_le(talk_fields.data_id, tag) end
    at, count = next_at, count + 1
  end
  return at
end

-- ---- what a frame has to do with others

-- Settles, once, what later frames cannot change.
local function settle(note, connection, message, by_client, state, pinfo)
  local which = carries[message.name]
  if which and number_in(state, "define_id") then
    local definitions, flag, repetitions = which(connection, state)
    note.definition = use(definitions, number_in(state, "define_id"))
    note.tagged = bit.band(number_in(state, "flags") or 0, flag) ~= 0
    note.repetitions = repetitions
  end
  local request = state.ids.request
  if by_client then
    local record = { frame = pinfo.number, time = pinfo.rel_ts, name = message.name }
    note.record = record
    if request then connection.requests[request] = record end
    connection.sent[number_in(state, "send_id")] = record
    if state.whole and hear[message.name] then hear[message.name](connection, state, pinfo) end
  else
    local record = request and connection.requests[request]
    if message.name == "EXCEPTION" then
      record = connection.sent[number_in(state, "send_id")]
      if record then record.refused = record.refused or pinfo.number end
    elseif record then
      note.last = record.last
      record.first, record.last = record.first or pinfo.number, pinfo.rel_ts
    end
    if record then note.request, note.time = record, pinfo.rel_ts end
  end
  note.event = state.ids.event and connection.events[state.ids.event]
  local area = state.ids.client_data or (message.name == "CLIENT_DATA" and number_in(state, "object_id"))
  note.area = area and connection.areas[area]
  note.application = connection.application
end

local function span(seconds)
  local whole = math.floor(seconds)
  return NSTime.new(whole, math.floor((seconds - whole) * 1e9 + 0.5))
end

local function add_links(note, tree, tvb)
  local head = tvb(0, math.min(12, tvb:len()))
  local function generated(field_, value) tree:add(field_, head, value):set_generated() end
  if note.application then generated(talk_fields.application, note.application) end
  if note.event then generated(talk_fields.event_name, note.event) end
  if note.area then generated(talk_fields.area_name, note.area) end
  if note.record and note.record.first then generated(talk_fields.response_in, note.record.first) end
  if note.record and note.record.refused then
    generated(talk_fields.refused_in, note.record.refused)
    tree:add_proto_expert_info(expert_refused, "refused by the exception in frame " .. note.record.refused)
  end
  if note.request then
    generated(talk_fields.response_to, note.request.frame)
    generated(talk_fields.response_time, span(note.time - note.request.time))
    if note.last then generated(talk_fields.response_interval, span(note.time - note.last)) end
  end
end

-- The values of a message with data, which begin where its row does.
local function add_values(note, tree, tvb, state)
  local data = state.ranges.data
  if note.definition == nil then
    if state.carries and data then tree:add_proto_expert_info(expert_undefined, "the definition is not in the capture") end
    return
  end
  if not data then return end
  local item = tree:add(talk_fields.data, data)
  local begin = tvb:len() - data:len()
  item:set_text("values")
  if note.definition.frame then item:add(talk_fields.defined_in, data(0, 0), note.definition.frame):set_generated() end
  local at = add_data(tvb, item, begin, note.definition, note.tagged, note.repetitions)
  if at < tvb:len() then
    tree:add_proto_expert_info(expert_mismatch, (tvb:len() - at) .. " bytes that the definition does not explain")
  end
end

local function relate(tvb, pinfo, tree, endpoints, message, by_client, state)
  local connection = connection_of(endpoints)
  local note, is_new = remembered(connection, tvb, pinfo)
  if is_new then settle(note, connection, message, by_client, state, pinfo) end
  state.carries = carries[message.name] ~= nil
  add_links(note, tree, tvb)
  add_values(note, tree, tvb, state)
  return note
end
