using System.Text.RegularExpressions;
using System.Xml.Linq;
using CbmExchange.Web.Tests.Browsing;

namespace CbmExchange.Web.Tests.Language;

/// <summary>Whatever the pages say has a translation in each of the other five languages.</summary>
public sealed partial class WordsTests
{
    private static readonly string Room = Path.Combine(Repository.Root, "src", "CbmExchange.Web");

    [Theory]
    [InlineData("ar")]
    [InlineData("zh")]
    [InlineData("fr")]
    [InlineData("ru")]
    [InlineData("es")]
    public void Every_word_of_the_pages_is_translated(string language)
    {
        var known = XDocument.Load(Path.Combine(Room, "Language", $"Words.{language}.resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value,
                StringComparer.OrdinalIgnoreCase); // a resource file takes no two names that differ in case only
        var said = Directory.EnumerateFiles(Room, "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Said().Matches(File.ReadAllText(file)))
            .Select(match => Regex.Unescape(match.Groups[1].Value)).Distinct().Order().ToList();

        Assert.NotEmpty(said);
        Assert.Equal([], said.Where(words => !known.TryGetValue(words, out var there) || there.Length == 0).ToList());
        Assert.Equal([], known.Where(pair => Gaps(pair.Key) != Gaps(pair.Value)).Select(pair => pair.Key).ToList());
    }

    private static int Gaps(string text) => Gap().Matches(text).Select(match => match.Value).Distinct().Count();

    [GeneratedRegex("""Say\["((?:[^"\\]|\\.)+)"[\],]""")]
    private static partial Regex Said();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Gap();
}
