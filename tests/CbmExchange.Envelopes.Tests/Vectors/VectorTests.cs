using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests.Vectors;

/// <summary>
/// Our code against cases made by a second implementation (tests/vectors/make_vectors.py) and by the RFCs.
/// </summary>
public sealed class VectorTests
{
    [Fact]
    public void Disclosures_of_RFC_9901_have_the_printed_digests()
    {
        foreach (var item in VectorFile.Read("disclosures-rfc9901.json").GetProperty("cases").EnumerateArray())
        {
            Assert.Equal(item.Text("digest"), Base64Text.Encode(Disclosure.DigestOf(item.Text("encoded"))));
            Assert.Equal(item.Text("json"), Encoding.UTF8.GetString(Base64Text.TryDecode(item.Text("encoded"))!));
        }
    }

    [Fact]
    public void Trees_of_RFC_6962_have_the_known_roots_and_proofs()
    {
        var file = VectorFile.Read("merkle-rfc6962.json");
        var leaves = file.GetProperty("leavesHex").EnumerateArray()
            .Select(leaf => CompactRange.HashLeaf(Convert.FromHexString(leaf.GetString()!))).ToArray();
        var roots = file.GetProperty("rootsHexBySize").EnumerateArray()
            .Select(root => Convert.FromHexString(root.GetString()!)).ToArray();
        for (var size = 0; size <= leaves.Length; size++)
        {
            var range = CompactRange.Empty.Append(leaves[..size].Select(leaf => (ReadOnlyMemory<byte>)leaf));
            Assert.Equal(roots[size], range.Root());
        }

        foreach (var item in file.GetProperty("inclusion").EnumerateArray())
        {
            var (index, size) = (item.GetProperty("index").GetInt32(), item.GetProperty("size").GetInt32());
            var proof = Proof(item);
            Assert.Equal(proof, MerkleTree.Of(leaves).Inclusion(index, size));
            Assert.True(MerkleProof.VerifyInclusion(leaves[index], index, size, proof, roots[size]));
        }

        foreach (var item in file.GetProperty("consistency").EnumerateArray())
        {
            var (first, second) = (item.GetProperty("first").GetInt32(), item.GetProperty("second").GetInt32());
            Assert.Equal(Proof(item), MerkleTree.Of(leaves).Consistency(first, second));
            Assert.True(MerkleProof.VerifyConsistency(first, roots[first], second, roots[second], Proof(item)));
        }
    }

    [Fact]
    public void Checkpoints_are_opened_and_refused_as_written()
    {
        var file = VectorFile.Read("checkpoints.json");
        var key = VerificationKey.TryRead(Convert.FromBase64String(file.Text("spki")))!;
        var keys = PeerKeys.Of(new ParticipantId(file.Text("originator")),
            [new PeerKey(key, KeyPurpose.Checkpoint, Samples.Now.AddDays(-1), Samples.Now.AddDays(1))]);
        var now = file.GetProperty("now").GetDateTimeOffset();
        var expected = file.GetProperty("expected");
        foreach (var item in file.GetProperty("cases").EnumerateArray())
        {
            var (opened, fault) = CheckpointVerifier.Open(Encoding.UTF8.GetBytes(item.Text("note")), keys, now);
            Assert.True(item.GetProperty("fault").GetString() == fault?.ToString(), $"{item.Text("name")}: {fault}");
            if (fault is null)
            {
                Assert.Equal(expected.Text("origin"), opened!.Origin);
                Assert.Equal(expected.GetProperty("size").GetInt64(), opened.Size);
                Assert.Equal(expected.Hex("rootHex"), opened.Root.ToArray());
                Assert.Equal(expected.GetProperty("signedAt").GetDateTimeOffset(), opened.SignedAt);
                Assert.Equal(file.Text("text"), CheckpointText.Write(opened));
            }
        }
    }

    [Fact]
    public void Statement_is_byte_for_byte_what_a_second_implementation_writes()
    {
        var file = VectorFile.Read("statement.json");
        using var key = KeyOf(file);
        var header = Samples.Header with
        {
            RecordType = RecordTypes.Acknowledgement,
            AuthoritativeLanguages = ["en"],
        };
        var salts = new HmacSaltSource(file.Hex("nodeSecretHex"), file.Hex("versionSecretHex"));
        var issued = StatementIssuer.Issue(header, new RecordContent(file.GetProperty("content")), salts, key);
        Assert.Equal(file.Text("signingInput"), issued.Jwt[..issued.Jwt.LastIndexOf('.')]);
        Assert.Equal(DisclosuresOf(file), issued.Disclosures.Select(item => (item.Path.ToString(), item.Encoded)));
    }

    [Fact]
    public void Statement_of_a_second_implementation_opens()
    {
        var file = VectorFile.Read("statement.json");
        using var key = KeyOf(file);
        var keys = PeerKeys.Of(Samples.Xa, [Samples.Admitted(key)]);
        var shown = DisclosuresOf(file).Select(item => item.Encoded).ToList();
        var opened = StatementVerifier.Open(Encoding.ASCII.GetBytes(file.Text("jwt")), shown, keys, Samples.Now).Value;
        Assert.Equal(new RecordContent(file.GetProperty("content")), opened.Content);
        Assert.Equal(file.Text("contentHash"), opened.ContentHash.Hex);
    }

    [Fact]
    public void Entry_has_the_bytes_and_the_leaf_hash_as_written()
    {
        var file = VectorFile.Read("entry.json");
        var entry = PeerEntryBuilder.Delivered(
            new RecordId(file.Text("recordId")),
            file.Text("recordType"),
            new ContentHash(file.Text("messageHash")),
            file.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(file.Hex("entryHex"), entry.Entry.ToArray());
        Assert.Equal(file.Hex("leafHashHex"), entry.LeafHash.ToArray());
    }

    private static byte[][] Proof(JsonElement item) =>
        [.. item.GetProperty("proofHex").EnumerateArray().Select(hash => Convert.FromHexString(hash.GetString()!))];

    private static EcdsaSigningKey KeyOf(JsonElement file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(file.Text("privateKeyPem"));
        return new EcdsaSigningKey(KeyPurpose.Statement, key);
    }

    private static IEnumerable<(string Path, string Encoded)> DisclosuresOf(JsonElement file) => file
        .GetProperty("disclosures").EnumerateArray().Select(item => (item.Text("path"), item.Text("encoded")));
}
