#!/usr/bin/env perl
# SimConnect in the ways of published clients of other languages, by Perl's core modules alone:
#
#   perl_client.pl HOST PORT HIGHEST_PROTOCOL
#
# Each check speaks as one of them was seen to (facts of their sources, none of their code): a client that walks down the
# builds until one is taken, one that marks all its frames 4, one whose numbers have no high bits, one that reads the length
# of a frame in one go, old forms of client data. Prints a line for each check: verdict (pass, fail, unsupported), name and
# reason, separated by tabs.
use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port, $highest) = @ARGV;
die "usage: perl_client.pl HOST PORT HIGHEST_PROTOCOL\n" unless defined $highest;

use constant {EXCEPTION => 1, OPEN => 2, EVENT => 4, DATA => 8, ASSIGNED => 0x0C, STATE => 0x0F, CLIENT_DATA => 0x10,
              AIRPORTS => 0x12, UNUSED => 0xFFFFFFFF};
# Protocol, version and build as the open messages of libraries have them, newest first.
my @LIBRARIES = ([6, 12, 2, 282174, 999], [5, 11, 0, 62651, 3], [4, 10, 0, 61259, 0], [3, 10, 0, 61355, 0], [2, 0, 0, 60905, 0]);

sub text { my ($value, $size) = @_; return pack("a$size", $value) }
sub check_that { my ($truth, $what) = @_; die "$what\n" unless $truth }
sub unsupported { die "unsupported: $_[0]\n" }

# ---- a connection: {socket, mark, bits, sent}; `mark` is the version word of its frames, `bits` those above their number

sub connection {
  my (%ways) = @_;
  my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Proto => 'tcp', Timeout => 20) or die "connect: $!\n";
  binmode $socket;
  return {socket => $socket, mark => $highest, bits => 0xF0000000, sent => 0, %ways};
}

sub send_frame {
  my ($c, $message, $payload, %ways) = @_;
  my $bits = $ways{bits} // $c->{bits};
  my $frame = pack('V4', 16 + length $payload, $ways{mark} // $c->{mark}, $bits | $message, ++$c->{sent}) . $payload;
  syswrite($c->{socket}, $frame) == length $frame or die "write: $!\n";
  return $c->{sent};
}

sub read_bytes {
  my ($c, $count) = @_;
  my $bytes = '';
  while (length $bytes < $count) {
    my $got = sysread($c->{socket}, $bytes, $count - length $bytes, length $bytes);
    die "the simulator closed the connection\n" unless $got;
  }
  return $bytes;
}

# (message, payload, version word); undef when a limit of 20 seconds is over.
sub frame {
  my ($c) = @_;
  my ($size, $version, $message) = unpack('V3', read_bytes($c, 12));
  check_that($size >= 12, "a frame of $size bytes");
  return ($message, read_bytes($c, $size - 12), $version);
}

sub expect {
  my ($c, $wanted) = @_;
  while (1) {
    my ($message, $payload) = frame($c);
    return $payload if $message == $wanted;
    die sprintf("EXCEPTION %d at %d of packet %d\n", (unpack 'V3', $payload)[0, 2, 1]) if $message == EXCEPTION;
  }
}

# The exceptions for what was sent so far, as "code/index" by packet.
sub exceptions {
  my ($c) = @_;
  my $request = 0x52000000 + $c->{sent};
  send_frame($c, 0x35, pack('V', $request) . text('Sim', 256));
  my %found;
  while (1) {
    my ($message, $payload) = frame($c);
    if ($message == EXCEPTION) {
      my ($code, $packet, $index) = unpack 'V3', $payload;
      $found{$packet} = "$code/$index";
    }
    return \%found if $message == STATE && unpack('V', $payload) == $request;
  }
}

# Sends the open message of a library; (message, payload) of the answer, none if the simulator just closes.
sub open_as {
  my ($c, $library, $tag) = @_;
  my (undef, @version) = @$library;
  send_frame($c, 0x01, text('Perl', 256) . pack('V', 0) . ($tag // "\0XSF") . pack('V4', @version));
  return eval { frame($c) };
}

sub opened {
  my ($library, %ways) = @_;
  my $c = connection(%ways);
  my ($message, $payload) = open_as($c, $library);
  check_that(defined $message && $message == OPEN, 'no OPEN');
  check_that(length $payload == 296, 'OPEN has ' . (12 + length $payload) . ' bytes');
  return $c;
}

sub own_library { my ($own) = grep { $_->[0] == $highest } @LIBRARIES; return $own }
sub own { return opened(own_library(), @_) }

sub define { my ($c, $id, $name, $unit, $type) = @_;
  return send_frame($c, 0x0C, pack('V', $id) . text($name, 256) . text($unit, 256) . pack('Vf<V', $type, 0, UNUSED)) }
sub request { my ($c, $request, $id) = @_;
  return send_frame($c, 0x0E, pack('V8', $request, $id, 0, 1, 0, 0, 0, 0)) }

# ---- what is checked

my @CHECKS = (
  ['a client walks down the libraries until one is taken', sub {
    for my $library (@LIBRARIES) {
      my $c = connection(mark => $library->[0]);
      my ($message, $payload) = open_as($c, $library);
      next unless defined $message;
      if ($message == OPEN) {
        check_that($library->[0] == $highest, "library $library->[0] was taken");
        return;
      }
      check_that($message == EXCEPTION && join('/', unpack 'V3', $payload) eq '5/1/4', 'no VERSION_MISMATCH');
    }
    die "no library was taken\n";
  }],
  ['a client that marks its frames 4 on every simulator', sub {
    unsupported('the simulator is older') if $highest < 4;
    my $c = opened(own_library(), mark => 4);
    my @news = ([5, 0x4F, pack('V', 3), 0x22], [6, 0x5B, pack('V2', 4, 2), 0x26], [6, 0x61, '', 0x29]);
    for (grep { $_->[0] <= $highest } @news) {
      my (undef, $message, $payload, $answer) = @$_;
      send_frame($c, $message, $payload);
      expect($c, $answer);
    }
    check_that(!%{exceptions($c)}, 'exceptions');
  }],
  ['whatever tag, reserved word and send id an open message has', sub {
    for my $tag ("\0KK\0", "\0\0\0\0", "\0HK\0", "\xFF\xFF\xFF\xFF") {
      my $c = connection(sent => 4711);
      my ($message) = open_as($c, own_library(), $tag);
      check_that(defined $message && $message == OPEN, 'no OPEN for ' . unpack('H*', $tag));
      my $packet = define($c, 1, 'NO SUCH', '', 4);
      check_that((exceptions($c)->{$packet} // '') eq '7/2', "send id $packet is not echoed");
    }
  }],
  ['numbers of messages without their high bits', sub {
    my $c = own();
    define($c, 1, 'PLANE ALTITUDE', 'feet', 4);
    send_frame($c, 0x0E, pack('V8', 9, 1, 0, 1, 0, 0, 0, 0), bits => 0);
    check_that(unpack('V', expect($c, DATA)) == 9, 'another request');
    my $title = $highest >= 5 ? 'Cessna 152 Asobo' : 'Mooney Bravo';
    send_frame($c, 0x29, text($title, 256) . text('N1', 12) . pack('d<6V2', 47.5, -122.3, 3000, 0, 0, 90, 0, 100) . pack('V', 77), bits => 0);
    my ($request, $object) = unpack 'V2', expect($c, ASSIGNED);
    check_that($request == 77 && $object > 1, "request $request, object $object");
    send_frame($c, 0x2C, pack('V2', $object, 78), bits => 0);
    check_that(!%{exceptions($c)}, 'exceptions');
  }],
  ['the version word of later frames does not matter', sub {
    my $c = own();
    define($c, 1, 'PLANE ALTITUDE', 'feet', 4);
    send_frame($c, 0x0E, pack('V8', 9, 1, 0, 1, 0, 0, 0, 0), mark => 0);
    my ($message, undef, $version) = frame($c);
    check_that($message == DATA && $version == $highest, "message $message of version $version");
  }],
  ['every length arrives in one piece with its frame', sub {
    my $c = own();
    define($c, 1, 'PLANE ALTITUDE', 'feet', 4);
    send_frame($c, 0x0E, pack('V8', 9, 1, 0, 3, 0, 0, 0, 20));
    for (1 .. 20) {
      my $length;
      check_that(sysread($c->{socket}, $length, 4) == 4, 'a length came in pieces');
      my $rest;
      check_that(sysread($c->{socket}, $rest, unpack('V', $length) - 4) == unpack('V', $length) - 4, 'a frame came in pieces');
    }
  }],
  ['texts with bytes behind their end, and without an end', sub {
    my $c = own();
    my $variable = pack('a256', "PLANE ALTITUDE\0and what was there before");
    my $event = 'My.' . 'e' x 253;
    send_frame($c, 0x0C, pack('V', 1) . $variable . pack('a256', "feet\0" . "\xFF" x 251) . pack('Vf<V', 4, 0, UNUSED));
    send_frame($c, 0x04, pack('V', 5) . $event);
    check_that(!%{exceptions($c)}, 'exceptions');
    request($c, 9, 1);
    check_that(length(expect($c, DATA)) == 36, 'another datum');
  }],
  ['texts of a system state that are four bytes shorter', sub {
    my $c = own();
    send_frame($c, 0x36, text('DialogMode', 256) . pack('Vf<', 0, 0) . text('', 256));
    check_that(!%{exceptions($c)}, 'exceptions');
  }],
  ['the forms of client data of the first release and of later ones', sub {
    # The definition is told by the size of its frame, the request by the version too.
    my @forms = ([2, pack('V4', 1, 0, 8, 0), pack('V2', 0, 0)]);
    push @forms, [$highest, pack('V3f<V', 1, 0, 8, 0, UNUSED), pack('V5', 1, 0, 0, 0, 0)] if $highest > 2;
    push @forms, [$highest, pack('V4', 1, 0, 8, 0), pack('V5', 1, 0, 0, 0, 0)] if $highest > 2;
    for my $form (@forms) {
      my ($mark, $definition, $request) = @$form;
      my $c = opened(own_library(), mark => $mark);
      send_frame($c, 0x37, text("Perl.Forms.$$." . rand, 256) . pack('V', 1));
      send_frame($c, 0x38, pack('V3', 1, 8, 0));
      send_frame($c, 0x39, $definition);
      my $short = send_frame($c, 0x39, pack('V3', 3, 0, 8));
      send_frame($c, 0x3C, pack('V5', 1, 1, 0, 1, 8) . 'contents');
      my $found = exceptions($c);
      check_that(join(' ', %$found) eq "$short 2/4294967295", 'exceptions ' . join(' ', %$found));
      send_frame($c, 0x3B, pack('V3', 1, 6, 1) . $request);
      check_that(substr(expect($c, CLIENT_DATA), 28) eq 'contents', 'other contents');
    }
  }],
  ['a reader that goes on with its first request after a refusal', sub {
    my $c = own();
    my $wrong = define($c, 1, 'NO SUCH VARIABLE', 'feet', 4);
    define($c, 1, 'PLANE ALTITUDE', 'feet', 4);
    define($c, 1, 'SIM ON GROUND', 'bool', 1);
    request($c, 9, 1);
    my ($message, $refusal) = frame($c);
    check_that($message == EXCEPTION && join('/', unpack 'V3', $refusal) eq "7/$wrong/2", 'another refusal');
    my $data = expect($c, DATA);
    check_that(unpack('x24V', $data) == 2 && length $data == 28 + 12, 'the block is not shorter by the datum that failed');
  }],
  ['elements of a list have the size of the client that asks', sub {
    unsupported('the simulator does not know lists') if $highest < 3;
    my %size = (3 => 33, 4 => 33, 5 => 33, 6 => 36);
    for my $mark (grep { $_ <= $highest } 3 .. 6) {
      my $c = opened(own_library(), mark => $mark);
      send_frame($c, 0x43, pack('V2', 0, 7));
      my $payload = expect($c, AIRPORTS);
      my (undef, $count, $page, $pages) = unpack 'V4', $payload;
      check_that($count > 0 && length $payload == 16 + $count * $size{$mark}, "version $mark: $count in " . length $payload);
      check_that($page == 0 && $pages >= 1, "page $page of $pages");
    }
  }],
  ['nothing comes that was not asked for', sub {
    my $c = own();
    my $other = own();
    send_frame($other, 0x04, pack('V', 1) . text('PAUSE_TOGGLE', 256));
    send_frame($other, 0x05, pack('V5', 0, 1, 0, 1, 16)) for 1 .. 2;
    exceptions($other);
    my $request = 0x52000000 + $c->{sent};
    send_frame($c, 0x35, pack('V', $request) . text('Sim', 256));
    my ($message) = frame($c);
    check_that($message == STATE, "message $message");
  }],
);

for my $check (@CHECKS) {
  my ($name, $run) = @$check;
  my ($verdict, $reason) = ('pass', '');
  local $SIG{ALRM} = sub { die "no answer within 20 seconds\n" };
  alarm 20;
  unless (eval { $run->(); 1 }) {
    ($verdict, $reason) = $@ =~ /^unsupported: (.*)/s ? ('unsupported', $1) : ('fail', $@);
  }
  alarm 0;
  $reason =~ s/\s+/ /g;
  print join("\t", $verdict, $name, $reason), "\n";
}
