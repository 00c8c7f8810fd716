using CbmExchange.Cli.Tests.Scripted;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Tests.Verification;

/// <summary>cbmx verify: a sound file, and the same file with its end cut off.</summary>
public sealed class StreamFiles
{
    private const string Originator = "7c1e1f0a-52d4-4d0b-9a57-1c2f5b8e0a01";
    private const string Recipient = "2f9b6d34-8e0c-4b6f-8d15-6a3c7e4d1b02";

    // The moment of the scripted shell; keys and signatures are dated around it.
    private static readonly DateTimeOffset Now = new(2099, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_sound_stream_is_found_sound()
    {
        await using var node = await ScriptedNode.StartAsync(new Script());
        var (stream, descriptor) = Write(node.Folder, cutBytes: 0);

        var (code, output, _) = await TestRun.OfAsync(
            node, "verify", stream, "--descriptor", descriptor, "--recipient", Recipient);

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("entries proven: 1,", output);
        Assert.EndsWith("result: everything holds\n", output);
    }

    [Fact]
    public async Task A_cut_off_end_is_named()
    {
        await using var node = await ScriptedNode.StartAsync(new Script());
        var (stream, descriptor) = Write(node.Folder, cutBytes: 3);

        var (code, output, _) = await TestRun.OfAsync(
            node, "verify", stream, "--descriptor", descriptor, "--recipient", Recipient);

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains("TRUNCATED", output);
    }

    [Fact]
    public async Task A_stream_to_somebody_else_is_not_taken_for_this_one()
    {
        await using var node = await ScriptedNode.StartAsync(new Script());
        var (stream, descriptor) = Write(node.Folder, cutBytes: 0);

        var (code, output, _) = await TestRun.OfAsync(
            node, "verify", stream, "--descriptor", descriptor, "--recipient", Originator, "--json");

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains("WRONG_ORIGIN", output);
    }

    private static (string Stream, string Descriptor) Write(string folder, int cutBytes)
    {
        using var checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        var stream = Path.Combine(folder, "XA-to-XB.stream");
        var descriptor = Path.Combine(folder, "XA.descriptor");
        File.WriteAllBytes(descriptor, Descriptor(checkpoint));
        using var bytes = new MemoryStream();
        Batch(checkpoint).WriteDelimitedTo(bytes);
        File.WriteAllBytes(stream, bytes.ToArray()[..^cutBytes]);
        return (stream, descriptor);
    }

    private static EntryBatch Batch(EcdsaSigningKey checkpoint)
    {
        var entry = new PeerEntry
        {
            Kind = "withdrawn",
            RecordId = "6f1f3f5e-0000-4000-8000-000000000001",
            RecordType = "national-document",
            ReplacesSha256 = ByteString.CopyFrom(new byte[32]),
            Withdrawal = new Withdrawal { ReasonClass = "not-stated", Request = "stop-using" },
            ReleasedAt = Now.ToTimestamp(),
        }.ToByteString();
        var range = CompactRange.Empty.Append([CompactRange.HashLeaf(entry.Span)]);
        var id = new PeerStreamId(new ParticipantId(Originator), new ParticipantId(Recipient), 1);
        return new EntryBatch
        {
            Generation = 1,
            Entries = { new SealedEntry { Entry = entry } },
            Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(id, range, Now, checkpoint)),
        };
    }

    private static byte[] Descriptor(EcdsaSigningKey checkpoint)
    {
        var (from, until) = (Now.AddDays(-1), Now.AddDays(30));
        using var statement = EcdsaSigningKey.Create(KeyPurpose.Statement);
        using var recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
        using var root = TlsIssuer.CreateRoot("XA node root", from, until);
        var descriptor = new ParticipantDescriptor
        {
            Version = 1,
            ParticipantId = Originator,
            Designator = "XA",
            Kind = "state",
            Names = { new DescriptorName { Lang = "en", Name = "Xandria" } },
            Endpoints = { "127.0.0.1:1" },
            Protocols = { "cbm.sync.v1" },
            TlsRoots = { ByteString.CopyFrom(root.Der) },
            ValidFrom = from.ToTimestamp(),
            ValidUntil = until.ToTimestamp(),
        };
        descriptor.Keys.AddRange(new[] { statement, checkpoint, recovery }
            .Select(key => DescriptorSigner.Describe(key, from, until)));
        return DescriptorSigner.Sign(descriptor, recovery);
    }
}
