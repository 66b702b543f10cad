# A server in a container, for the tests of published ports: server.pl MODE
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($mode) = @ARGV;
$| = 1;

sub listener {
    my %more = $mode eq 'udp' ? (Proto => 'udp') : (Proto => 'tcp', Listen => 1024, ReuseAddr => 1);
    return IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 80, %more) || die "listen: $!";
}

# Takes everything until the client ends, then answers: possible only when each direction ends by itself.
sub reverse_all {
    my ($server) = @_;
    while (my $client = $server->accept) {
        local $/;
        my $all = <$client>;
        print {$client} scalar reverse $all;
        close $client;
    }
}

# Reads nothing until it is told to by a signal.
sub read_late {
    my ($server) = @_;
    my $told = 0;
    local $SIG{USR1} = sub { $told = 1 };
    my $client = $server->accept;
    print "accepted\n";
    select undef, undef, undef, 0.01 until $told;
    my ($total, $block) = (0, '');
    while (my $n = sysread $client, $block, 1 << 20) { $total += $n }
    print {$client} "$total\n";
    close $client;
}

# Says much and ends with the container.
sub say_much {
    my ($server) = @_;
    my $client = $server->accept;
    syswrite $client, 'x' x (1 << 16) for 1 .. 64;
    exit 0;
}

sub echo_many {
    my ($server) = @_;
    my $all = IO::Select->new($server);
    while (my @ready = $all->can_read) {
        for my $one (@ready) {
            if ($one == $server) { $all->add(scalar $server->accept); next }
            my $n = sysread $one, my $block, 1 << 16;
            if ($n) { syswrite $one, $block } else { $all->remove($one); close $one }
        }
    }
}

sub tell_peer {
    my ($server) = @_;
    while (my $client = $server->accept) { print {$client} $client->peerhost, "\n"; close $client }
}

sub answer_datagrams {
    my ($server) = @_;
    while (defined(my $from = recv $server, my $text, 65536, 0)) { send $server, "got $text", 0, $from }
}

my %modes = (reverse => \&reverse_all, late => \&read_late, much => \&say_much, echo => \&echo_many,
    peer => \&tell_peer, udp => \&answer_datagrams);
my $server = listener();
print "ready\n";
$modes{$mode}->($server);
