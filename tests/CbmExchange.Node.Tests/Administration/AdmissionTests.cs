using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Administration;

/// <summary>How a peer is admitted: two officers, one descriptor, its phrase.</summary>
public sealed class AdmissionTests(NodeFixture fixture, PostgresFixture postgres)
    : IClassFixture<NodeFixture>, IClassFixture<PostgresFixture>
{
    private TestNode Node => fixture.Node;

    [Fact]
    public async Task Two_officers_and_the_phrase_admit_a_peer_and_nothing_less_does()
    {
        await using var other = await TestHome.MakeAsync(postgres, "XB");
        await using var peer = await TestNode.StartAsync(other);
        var exported = await peer.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());

        var proposed = await Node.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = exported.SignedDescriptor,
        });
        var wrong = await Refused.ReasonAsync(() => AdmitAsync("authority", "one two three four five six seven eight"));
        var denied = await Refused.ReasonAsync(() => AdmitAsync("author", exported.Phrase));
        var same = await Refused.ReasonAsync(() => AdmitAsync("admin", exported.Phrase));
        await AdmitAsync("authority", exported.Phrase.ToUpperInvariant());

        Assert.Equal("XB", proposed.Designator);
        Assert.Equal(8, exported.Phrase.Split(' ').Length);
        Assert.Equal("InvalidArgument PHRASE_WRONG", wrong);
        Assert.Equal("PermissionDenied ROLE_MISSING", denied);
        Assert.Equal("FailedPrecondition SECOND_PERSON_NEEDED", same);
        var status = await Node.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest());
        Assert.Contains(status.Health, line => line.StartsWith("peer XB:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_of_a_peers_second_version_is_admitted_for_no_other_and_a_third_version_follows()
    {
        using var peer = new DescribedPeer("XO");
        using var other = new DescribedPeer("XB");
        await TakeAsync(peer, peer.Describe());
        await TakeAsync(peer, peer.Describe());

        var stolen = await Refused.ReasonAsync(() => ProposeAsync(other.Describe(peer.Newest)));
        await TakeAsync(peer, peer.Describe());
        var again = await Refused.ReasonAsync(() => ProposeAsync(peer.DescribeAnew()));

        Assert.Equal("FailedPrecondition KEY_IN_USE", stolen);
        Assert.Equal("FailedPrecondition KEY_IN_USE", again);
    }

    [Fact]
    public async Task A_descriptor_with_a_changed_byte_is_refused()
    {
        await using var other = await TestHome.MakeAsync(postgres, "XO");
        var bytes = await File.ReadAllBytesAsync(other.Home.DescriptorFile);
        bytes[40] ^= 1;

        var reason =
            await Refused.ReasonAsync(() => Node.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = Google.Protobuf.ByteString.CopyFrom(bytes),
        }).ResponseAsync);

        Assert.Equal("InvalidArgument DESCRIPTOR_REFUSED", reason);
    }

    [Fact]
    public async Task A_participant_without_a_node_is_shown_as_waiting()
    {
        var streams = await Node.Administration("admin").ListStreamsAsync(new ListStreamsRequest());

        Assert.Equal(
            ["waiting: no node admitted"],
            streams.Streams.Where(stream => stream.Designator == "XC").Select(stream => stream.State).Distinct());
    }

    [Fact]
    public async Task A_new_generation_is_not_opened_for_a_stream_that_is_not_behind()
    {
        var reason = await Refused.ReasonAsync(() => Node.Administration("admin").OpenGenerationAsync(
            new OpenGenerationRequest { CommandId = Drafts.NewCommand(), Participant = "XC" }).ResponseAsync);

        Assert.Equal("NotFound NOT_FOUND", reason);
    }

    private async Task TakeAsync(DescribedPeer peer, byte[] descriptor)
    {
        await ProposeAsync(descriptor);
        await Node.Administration("authority").AdmitPeerAsync(new AdmitPeerRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = peer.Designator,
            Phrase = Envelopes.Descriptors.AdmissionPhrase.Of(descriptor),
        });
    }

    private async Task ProposeAsync(byte[] descriptor) =>
        await Node.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = Google.Protobuf.ByteString.CopyFrom(descriptor),
        });

    private Task AdmitAsync(string officer, string phrase) => Node.Administration(officer).AdmitPeerAsync(
        new AdmitPeerRequest { CommandId = Drafts.NewCommand(), Participant = "XB", Phrase = phrase }).ResponseAsync;
}
