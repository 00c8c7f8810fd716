using CbmExchange.Cli.Tests.Scripted;
using CbmExchange.Contracts.Exchange.V1;
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

    [Fact]
    public async Task An_exported_stream_is_checked_without_being_told_whose_it_is()
    {
        using var checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        var script = Exporting(checkpoint, size: 1);
        await using var node = await ScriptedNode.StartAsync(script);
        var (file, descriptor) = Paths(node.Folder);
        await File.WriteAllBytesAsync(descriptor, Descriptor(checkpoint));

        var (exported, told, _) = await TestRun.OfAsync(
            node, "stream", "export", "XB", "--direction", "out", "--to", file);
        var (verified, output, _) = await TestRun.OfAsync(node, "verify", file, "--descriptor", descriptor);
        var (again, _, refusal) = await TestRun.OfAsync(
            node, "stream", "export", "XB", "--direction", "out", "--to", file);

        Assert.Equal((ExitCode.Done, ExitCode.Done, ExitCode.Usage), (exported, verified, again));
        Assert.Contains("1 entry.", told);
        Assert.Contains($"from XA to participant {Recipient}, as its checkpoints say", output);
        Assert.EndsWith("result: everything holds\n", output);
        Assert.Contains("is there already", refusal);
        Assert.True(
            OperatingSystem.IsWindows()
            || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Contains("\"direction\": \"out\"", script.Asked.First());
    }

    [Fact]
    public async Task An_export_that_ends_early_leaves_no_file()
    {
        using var checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        await using var node = await ScriptedNode.StartAsync(Exporting(checkpoint, size: 2));
        var (file, _) = Paths(node.Folder);

        var (code, _, error) = await TestRun.OfAsync(
            node, "stream", "export", "XB", "--direction", "out", "--to", file);

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains("The node gave 1 of 2 entries.", error);
        Assert.Empty(Directory.GetFiles(node.Folder, "*.stream*"));
    }

    [Fact]
    public async Task A_file_without_an_entry_proves_nothing()
    {
        using var checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        await using var node = await ScriptedNode.StartAsync(new Script());
        var (file, descriptor) = Paths(node.Folder);
        await File.WriteAllBytesAsync(file, []);
        await File.WriteAllBytesAsync(descriptor, Descriptor(checkpoint));

        var (code, output, _) = await TestRun.OfAsync(node, "verify", file, "--descriptor", descriptor);

        Assert.Equal(ExitCode.Refused, code);
        Assert.EndsWith("result: the file holds no entry; nothing was proven\n", output);
    }

    private static (string File, string Descriptor) Paths(string folder) =>
        (Path.Combine(folder, "XA-to-XB.stream"), Path.Combine(folder, "XA.descriptor"));

    private static Script Exporting(EcdsaSigningKey checkpoint, long size)
    {
        var id = new PeerStreamId(new ParticipantId(Originator), new ParticipantId(Recipient), 1);
        var first = new ExportStreamResponse { Origin = id.Origin, Size = size, Root = new string('0', 64) };
        var batch = new ExportStreamResponse { Given = 1, Batch = Batch(checkpoint).ToByteString() };
        var script = new Script();
        script.Answer("ExportService.ExportStream", $"[{first}, {batch}]");
        return script;
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
