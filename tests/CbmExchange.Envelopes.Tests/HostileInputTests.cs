using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Tests;

/// <summary>Whatever a peer sends is answered with a name. Failures print seed and round.</summary>
public sealed class HostileInputTests
{
    private const int Seed = 20261122;
    private const int Rounds = 1_500;

    private static readonly string[] Fragments =
    [
        "null", "true", "[]", "{}", "\"\"", "1e999", "-0", "\"\\ud800\"", "{\"_sd\":[]}",
        "{\"...\":\"x\"}", "[[[[1]]]]",
        "[{\"...\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]", "\"2026-99-99T00:00:00Z\"",
        "\"0001-01-01T00:00:00+18:00\"", "\"9999-12-31T23:59:59-18:00\"", "99999999999999999999", "{\"a\":1,\"a\":2}",
    ];

    private static readonly string[] Names =
        ["kind", "sections", "authoredAt", "files", "originator", "_sd", "...", "", "\\u0000", "official_url"];

    [Fact]
    public void Altered_batches_are_never_accepted_and_never_throw()
    {
        var random = new Random(Seed);
        var statement = Samples.Issue();
        var entries = Samples.Entries(2);
        entries.Add(Samples.Seal(PeerEntryBuilder.WithStatement(Samples.Entry(statement, "kind", "sections/scope"))));
        var bytes = Samples.Batch(CompactRange.Empty, entries).ToByteArray();
        for (var round = 0; round < Rounds; round++)
        {
            if (TryParse(Mutate(bytes, random)) is not { } batch)
            {
                continue;
            }

            var verdict = PeerStreamVerifier.Verify(
                Samples.Stream, CompactRange.Empty, batch, Samples.Keys, Samples.Now);
            var isSame = verdict.IsAccepted
                && verdict.Value.Entries.Zip(entries).All(pair => pair.First.Sealed.Entry == pair.Second.Entry);
            Assert.True(!verdict.IsAccepted || isSame, $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Entries_that_the_originator_itself_spoiled_never_throw()
    {
        var random = new Random(Seed);
        var wish = Samples.Entry(Samples.Issue(), "kind", "sections/scope");
        var good = Samples.Seal(PeerEntryBuilder.WithStatement(wish));
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var spoiled = good.Clone();
            spoiled.Entry = ByteString.CopyFrom(Mutate(good.Entry.ToByteArray(), random));
            var batch = Samples.Batch(CompactRange.Empty, [spoiled], key: Fast);
            var verdict = PeerStreamVerifier.Verify(Samples.Stream, CompactRange.Empty, batch, FastKeys, Samples.Now);
            if (verdict.IsAccepted)
            {
                accepted++;
                _ = verdict.Value.Entries[0].OpenStatement(FastKeys, Samples.Now).Fault;
            }
        }

        Assert.True(accepted > 0, "Some mutations change nothing that is checked, e.g. the text of a marking.");
    }

    [Fact]
    public void Statements_that_the_originator_itself_spoiled_never_throw()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var name = Names[random.Next(Names.Length)];
            var value = Fragments[random.Next(Fragments.Length)];
            var disclosure = Encode($"[\"salt\",\"{name}\",{value}]");
            var digest = Base64Text.Encode(Disclosure.DigestOf(disclosure));
            var claims = $"{{\"_sd\":[\"{digest}\"],\"_sd_alg\":\"sha-256\","
                + "\"authoritativeLanguages\":[\"en\"],\"context\":\"test\",\"provenance\":\"self-declared\","
                + $"\"originator\":\"{Samples.Xa}\",\"recordId\":\"{Samples.Record}\",\"schemaVersion\":\"1.0\","
                + $"\"recordType\":\"national-document\",\"more\":{Fragments[random.Next(Fragments.Length)]}}}";
            var head = $"{{\"alg\":\"ES256\",\"kid\":\"{Fast.Id}\",\"typ\":\"{StatementIssuer.TokenType}\"}}";
            var input = Encoding.ASCII.GetBytes($"{Encode(head)}.{Encode(claims)}");
            var key = new FastSigningKey(KeyPurpose.Statement, Samples.Secret(7));
            var signature = Base64Text.Encode(key.Sign(input, SignatureForm.Concatenated));
            var jwt = $"{Encoding.ASCII.GetString(input)}.{signature}";
            var keys = PeerKeys.Of(Samples.Xa, [FastAdmitted(KeyPurpose.Statement)]);
            var verdict = StatementVerifier.Open(Encoding.ASCII.GetBytes(jwt), [disclosure], keys, Samples.Now);
            Assert.True(verdict.IsAccepted != verdict.Fault is not null, $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Altered_checkpoints_and_descriptors_never_throw()
    {
        var random = new Random(Seed);
        var note = StreamHeads.Sign(Samples.Stream, CompactRange.Empty, Samples.Now, Samples.CheckpointKey);
        var xa = new Descriptors.DescriptorSamples(Samples.Xa);
        var descriptor = xa.Sign();
        for (var round = 0; round < Rounds / 3; round++)
        {
            var (opened, fault) = CheckpointVerifier.Open(Mutate(note, random), Samples.Keys, Samples.Now);
            Assert.True(opened is null == fault is not null, $"seed {Seed}, round {round}");
            var verdict = DescriptorVerifier.Verify(Mutate(descriptor, random), null, [], Samples.Now);
            Assert.True(verdict.IsAccepted != verdict.Fault is not null, $"seed {Seed}, round {round}");
            var spoiled = xa.Sign(body =>
            {
                body.TlsRoots[0] = ByteString.CopyFrom(Mutate(body.TlsRoots[0].ToByteArray(), random));
                body.Keys[0].Spki = ByteString.CopyFrom(Mutate(body.Keys[0].Spki.ToByteArray(), random));
            });
            Assert.False(DescriptorVerifier.Verify(spoiled, null, [], Samples.Now).IsAccepted);
            var spoiledRoot = xa.Sign(body =>
                body.TlsRoots[0] = ByteString.CopyFrom(Mutate(body.TlsRoots[0].ToByteArray(), random)));
            _ = DescriptorVerifier.Verify(spoiledRoot, null, [], Samples.Now).Fault;
        }
    }

    private static FastSigningKey Fast { get; } = new(KeyPurpose.Checkpoint, Samples.Secret(7));

    private static PeerKeys FastKeys { get; } = PeerKeys.Of(Samples.Xa, [FastAdmitted(KeyPurpose.Checkpoint)]);

    private static PeerKey FastAdmitted(KeyPurpose purpose) => new(
        new FastVerificationKey(Samples.Secret(7)), purpose, Samples.Now.AddDays(-1), Samples.Now.AddDays(1));

    private static string Encode(string text) => Base64Text.Encode(Encoding.UTF8.GetBytes(text));

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var change = random.Next(1, 4); change > 0 && list.Count > 0; change--)
        {
            var place = random.Next(list.Count);
            switch (random.Next(3))
            {
                case 0:
                    list[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    list.RemoveAt(place);
                    break;
                default:
                    list.Insert(place, (byte)random.Next(256));
                    break;
            }
        }

        return [.. list];
    }

    private static EntryBatch? TryParse(byte[] bytes)
    {
        try
        {
            return EntryBatch.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
