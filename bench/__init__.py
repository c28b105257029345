"""How fast the generator is: sites of any size, and what it costs to build them beside other builders."""
