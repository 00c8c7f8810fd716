using System.Text.Json;
using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.DemoData;

/// <summary>The demo can dial or mail nobody, and holds only rows whose licence is clear.</summary>
public partial class DemoDataTests
{
    private const string Folder = "ops/demo/data/";

    [Fact]
    public void Of_the_incidents_only_those_from_general_knowledge_are_kept()
    {
        var rows = Repository.Find(Folder + "incidents.csv")!.Lines.Skip(1).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.EndsWith(",general-knowledge", row, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("participants.csv", 195)]
    [InlineData("groupings.csv", 522)]
    [InlineData("national-csirts.csv", 116)]
    [InlineData("national-strategies.csv", 191)]
    [InlineData("incidents.csv", 85)]
    public void The_data_sets_are_whole(string name, int rows) =>
        Assert.Equal(rows + 1, Repository.Find(Folder + name)!.Lines.Length);

    [Fact]
    public void The_fictional_instance_refers_to_itself_only()
    {
        using var instance = JsonDocument.Parse(Repository.Find(Folder + "instance.json")!.Text);
        var participants = Ids(instance.RootElement.GetProperty("participants"), "participantId");
        var bodies = Ids(instance.RootElement.GetProperty("bodies"), "bodyId");

        Assert.Equal(4, participants.Distinct().Count());
        Assert.All(participants.Concat(bodies), id => Assert.Equal(id, Guid.Parse(id).ToString("D")));
        foreach (var membership in instance.RootElement.GetProperty("memberships").EnumerateArray())
        {
            Assert.Contains(membership.GetProperty("participantId").GetString(), participants);
            Assert.Contains(membership.GetProperty("bodyId").GetString(), bodies);
        }
    }

    // ISO 3166-1 keeps XA to XZ for users: no State has or will have one of them.
    [Fact]
    public void Fictional_participants_have_codes_that_no_State_has()
    {
        using var instance = JsonDocument.Parse(Repository.Find(Folder + "instance.json")!.Text);

        Assert.All(instance.RootElement.GetProperty("participants").EnumerateArray(), participant =>
        {
            Assert.Matches("^X[A-Z]$", participant.GetProperty("designator").GetString());
            Assert.StartsWith("fictional", participant.GetProperty("designationNote").GetString());
        });
    }

    [Fact]
    public void What_the_demo_says_can_reach_nobody()
    {
        var texts = Repository.Under("ops/demo").Where(file => !file.IsBinary
            && !file.Path.EndsWith(".csv", StringComparison.Ordinal)).ToList();

        Findings.AssertNone(
            from file in texts
            from Match match in Mail().Matches(file.Text)
            where !ReservedDomain().IsMatch(match.Value)
            select $"{file.Path}: {match.Value}",
            "Mail addresses outside the reserved domains (RFC 2606, RFC 6761):");
        Findings.AssertNone(
            from file in texts
            from Match match in Phone().Matches(file.Text)
            where !FictionNumber().IsMatch(match.Value)
            select $"{file.Path}: {match.Value}",
            "Telephone numbers outside the ranges kept for fiction (ops/demo/data/README.md):");
    }

    private static List<string> Ids(JsonElement list, string property) =>
        [.. list.EnumerateArray().Select(element => element.GetProperty(property).GetString()!)];

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"(\.|@)(test|example|invalid|localhost|example\.(org|com|net))$")]
    private static partial Regex ReservedDomain();

    [GeneratedRegex(@"(?<![\w+.:-])\+[1-9][0-9]{6,14}\b")]
    private static partial Regex Phone();

    // North America 555-0100 to 555-0199; United Kingdom 020 7946 0xxx and 01632 960xxx (Ofcom's numbers for drama).
    [GeneratedRegex(@"^\+(1[0-9]{3}55501[0-9]{2}|442079460[0-9]{3}|441632960[0-9]{3})$")]
    private static partial Regex FictionNumber();
}
