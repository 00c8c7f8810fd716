using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests.Statements;

public sealed class StatementVerifierTests
{
    [Fact]
    public void Whole_statement_gives_the_whole_content_back()
    {
        var opened = Samples.Open(Samples.Issue()).Value;
        Assert.Equal(Samples.Content, opened.Content);
        Assert.Equal(Samples.Header.RecordId, opened.Header.RecordId);
        Assert.Equal(["en", "fr"], opened.Header.AuthoritativeLanguages.AsEnumerable());
        Assert.Equal(ClaimPath.Of(Samples.Content).ToHashSet(), opened.DisclosedPaths.ToHashSet());
        Assert.False(opened.KeyInDoubt);
        Assert.Equal(Samples.StatementKey.Id, opened.KeyId);
    }

    [Fact]
    public void Disclosed_elements_keep_their_order_and_the_rest_is_silent()
    {
        var statement = Samples.Issue();
        var shown = statement.Select([ClaimPath.Parse("sections/annex-2"), ClaimPath.Parse("sections/scope")]);
        var opened = Samples.Open(statement, shown.Reverse()).Value;
        Assert.Equal(
            ["sections", "sections/scope", "sections/annex-2"], opened.DisclosedPaths.Select(path => path.ToString()));
    }

    [Fact]
    public void List_field_alone_shows_an_empty_list()
    {
        var statement = Samples.Issue();
        var opened = Samples.Open(statement, statement.Select([new ClaimPath("topics")])).Value;
        Assert.Equal(RecordContent.Parse("""{"topics":[]}"""), opened.Content);
    }

    [Fact]
    public void Whole_lists_are_expanded_only_when_no_element_is_named()
    {
        var statement = Samples.Issue();
        string[] named = ["topics", "sections", "sections/scope", "kind"];
        var expanded = statement.ExpandWholeLists(named.Select(ClaimPath.Parse));
        Assert.Equal(
            ["kind", "topics", "topics/#0", "topics/#1", "topics/#2", "sections", "sections/scope"],
            expanded.Select(path => path.ToString()));
    }

    [Fact]
    public void Paths_that_a_version_does_not_hold_show_nothing() =>
        Assert.Empty(Samples.Issue().Select([new ClaimPath("abstract"), ClaimPath.Parse("topics/none")]));

    [Fact]
    public void Statement_without_any_disclosure_opens_empty()
    {
        var opened = Samples.Open(Samples.Issue(), []).Value;
        Assert.Equal(RecordContent.Parse("{}"), opened.Content);
    }

    [Fact]
    public void Compromised_key_puts_a_statement_in_doubt_and_a_retired_one_does_not()
    {
        var statement = Samples.Issue();
        var since = Samples.Now.AddDays(-1);
        var compromised = Samples.Keys.WithStatus(Samples.StatementKey.Id, KeyStatus.Compromised, since);
        var retired = Samples.Keys.WithStatus(Samples.StatementKey.Id, KeyStatus.Retired, since);
        Assert.True(Samples.Open(statement, keys: compromised).Value.KeyInDoubt);
        Assert.False(Samples.Open(statement, keys: retired).Value.KeyInDoubt);
    }

    [Fact]
    public void Statement_in_the_stream_of_another_participant_is_refused()
    {
        var keysOfXb = Samples.KeysOf(Samples.Xb, Samples.StatementKey);
        Assert.Equal(StatementFaults.WrongOriginator, Samples.Open(Samples.Issue(), keys: keysOfXb).Fault?.Name);
    }

    [Fact]
    public void Unknown_key_is_refused_and_so_is_a_key_of_another_purpose()
    {
        using var stranger = EcdsaSigningKey.Create(KeyPurpose.Statement);
        var none = Samples.KeysOf(Samples.Xa, stranger);
        var wrongPurpose = PeerKeys.Of(
            Samples.Xa, [Samples.Admitted(Samples.StatementKey) with { Purpose = KeyPurpose.Checkpoint }]);
        Assert.Equal(StatementFaults.UnknownKey, Samples.Open(Samples.Issue(), keys: none).Fault?.Name);
        Assert.Equal(StatementFaults.UnknownKey, Samples.Open(Samples.Issue(), keys: wrongPurpose).Fault?.Name);
    }

    [Fact]
    public void Key_whose_validity_has_not_begun_is_refused()
    {
        var early = PeerKeys.Of(
            Samples.Xa, [Samples.Admitted(Samples.StatementKey) with { NotBefore = Samples.Now.AddSeconds(1) }]);
        Assert.Equal(StatementFaults.KeyNotYetValid, Samples.Open(Samples.Issue(), keys: early).Fault?.Name);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.x")]
    [InlineData("1.")]
    public void Unknown_major_version_stays_sealed(string version)
    {
        var statement = Samples.Issue(header: Samples.Header with { SchemaVersion = version });
        Assert.Equal(StatementFaults.UnknownSchema, Samples.Open(statement).Fault?.Name);
    }

    [Fact]
    public void Unknown_minor_version_is_read()
    {
        var statement = Samples.Issue(header: Samples.Header with { SchemaVersion = "1.17" });
        Assert.True(Samples.Open(statement).IsAccepted);
    }

    [Fact]
    public void Messages_and_content_convert_both_ways()
    {
        var message = RecordSchemas.TryTo<NationalDocument>(Samples.Content)!;
        Assert.Equal(5, message.Sections.Count);
        Assert.Equal(Samples.Content, RecordSchemas.ToContent(message));
        Assert.Equal(RecordTypes.NationalDocument, RecordSchemas.TypeOf(message));
        Assert.Null(RecordSchemas.TryTo<NationalDocument>(RecordContent.Parse("""{"authoredAt":"yesterday"}""")));
        Assert.All(RecordTypes.All, type => Assert.NotNull(RecordSchemas.Find(type)));
    }
}
