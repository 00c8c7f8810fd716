using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using CbmExchange.Verify;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Exports;

/// <summary>A stream as a file: whole, checked without the node, and given only to who may read all of it.</summary>
public sealed class StreamExportTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task What_both_sides_export_holds_and_says_the_same()
    {
        var (sent, held, descriptor) = await ExportedAsync();

        var ours = Check(sent.File, descriptor);
        var theirs = Check(held.File, descriptor);

        Assert.True(ours.IsSound, string.Join('\n', ours.Lines()));
        Assert.True(theirs.IsSound, string.Join('\n', theirs.Lines()));
        Assert.True(ours.Entries > 0 && ours.Statements > 0);
        Assert.Equal(sent.First.Size, ours.Entries);
        Assert.Equal(sent.First.Root, ours.RootHex);
        Assert.Equal(sent.First.Origin, ours.Origin);
        Assert.Equal((ours.Entries, ours.RootHex, ours.Origin), (theirs.Entries, theirs.RootHex, theirs.Origin));
        Assert.Equal(Drafts.IdOf("XB"), ours.Recipient);
        Assert.False(ours.RecipientWasGiven);
    }

    [Fact]
    public async Task Whatever_byte_is_changed_the_file_is_refused_by_name()
    {
        var (sent, _, descriptor) = await ExportedAsync();
        var seed = Environment.TickCount;
        var random = new Random(seed);

        for (var one = 0; one < 40; one++)
        {
            var changed = sent.File.ToArray();
            var at = random.Next(changed.Length);
            changed[at] ^= (byte)(1 << random.Next(8));

            var report = Check(changed, descriptor);

            // A disclosure that no longer reads as one counts as destroyed: the proof stands without it.
            Assert.True(report.Findings.Length + report.DisclosuresDestroyed > 0, $"byte {at} of seed {seed}");
        }
    }

    [Fact]
    public async Task A_file_for_another_recipient_is_not_taken_for_this_one()
    {
        var (sent, _, descriptor) = await ExportedAsync();

        var report = Check(sent.File, descriptor, new ParticipantId(Drafts.IdOf("XC")));

        Assert.Equal("WRONG_ORIGIN", report.Findings[0].Name);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("author")]
    [InlineData("duty")]
    [InlineData("observer")]
    [InlineData("auditor")]
    public async Task Who_may_not_read_everything_and_the_audit_trail_gets_nothing(string officer)
    {
        await ExportedAsync();
        foreach (var direction in new[] { "in", "out" })
        {
            Assert.Equal(
                "PermissionDenied ROLE_MISSING",
                await Refused.ReasonAsync(() => ReadAsync(nodes.A, officer, direction)));
        }
    }

    [Fact]
    public async Task An_export_is_in_the_log_before_its_first_byte()
    {
        await ExportedAsync();
        var store = nodes.A.Host.Services.GetRequiredService<IEventStore>();
        using var call = Open(nodes.A, "authority", "XB", "out");
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var first = call.ResponseStream.Current;

        var kept = new List<StreamExported>();
        await foreach (var stored in store.ReadAllAsync(default, CancellationToken.None))
        {
            kept.AddRange(stored.Body is StreamExported one ? [one] : []);
        }

        Assert.Contains(kept, one => one.Size.Value == first.Size && one.Recipient.Value == Drafts.IdOf("XB"));
    }

    [Theory]
    [InlineData("XC", "out", "Unavailable HEADS_NOT_COMPARED", true)]
    [InlineData("XC", "in", "FailedPrecondition STREAM_EMPTY", false)]
    [InlineData("ZZ", "in", "NotFound NOT_FOUND", false)]
    [InlineData("XA", "in", "NotFound NOT_FOUND", false)]
    [InlineData("XB", "both", "InvalidArgument FIELDS_INVALID", false)]
    public async Task What_cannot_be_exported_is_refused_by_name(
        string participant, string direction, string reason, bool released)
    {
        if (released)
        {
            await ReleasedAsync(participant);
        }

        Assert.Equal(
            reason, await Refused.ReasonAsync(() => ReadAsync(nodes.A, "authority", direction, participant)));
    }

    private async Task<(Export Sent, Export Held, byte[] Descriptor)> ExportedAsync()
    {
        await ReleasedAsync("XB");
        var size = (await StreamAsync(nodes.A, "XB", "out")).Size;
        await TwoNodes.UntilAsync(() => StreamAsync(nodes.B, "XA", "in"), stream => stream.Stored >= size);
        var descriptor = await nodes.A.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        return (
            await ReadAsync(nodes.A, "authority", "out"),
            await ReadAsync(nodes.B, "authority", "in", "XA"),
            descriptor.SignedDescriptor.ToByteArray());
    }

    private async Task ReleasedAsync(string to)
    {
        var cleared = await Flow.ClearedAsync(nodes.A);
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to)));
    }

    private static async Task<StreamView> StreamAsync(TestNode node, string other, string direction) =>
        (await node.Administration("admin").ListStreamsAsync(new ListStreamsRequest()))
        .Streams.Single(stream => stream.Designator == other && stream.Direction == direction);

    private static AsyncServerStreamingCall<ExportStreamResponse> Open(
        TestNode node, string officer, string participant, string direction) =>
        new ExportService.ExportServiceClient(node.As(officer)).ExportStream(
            new ExportStreamRequest { Participant = participant, Direction = direction });

    private static async Task<Export> ReadAsync(
        TestNode node, string officer, string direction, string participant = "XB")
    {
        using var call = Open(node, officer, participant, direction);
        using var file = new MemoryStream();
        var first = default(ExportStreamResponse);
        await foreach (var next in call.ResponseStream.ReadAllAsync())
        {
            if (first is null)
            {
                first = next;
                continue;
            }

            EntryBatch.Parser.ParseFrom(next.Batch).WriteDelimitedTo(file);
        }

        return new Export(first!, file.ToArray());
    }

    private static StreamReport Check(byte[] file, byte[] descriptor, ParticipantId? recipient = null)
    {
        using var batches = new MemoryStream(file);
        return StreamChecker.Check(new StreamCheck
        {
            Descriptors = [descriptor],
            Batches = batches,
            Recipient = recipient,
            Now = TimeProvider.System.GetUtcNow(),
        });
    }

    private sealed record Export(ExportStreamResponse First, byte[] File);
}
